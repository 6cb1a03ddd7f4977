// Makes the commands of a fresh clone work with nothing but Node and npm. Imports no dependency: there may be none yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules/.playhead-installed');

/** Written after each install, so that a newer lockfile is noticed. */
export function stampInstall() {
  writeFileSync(stamp, '');
}

/** Runs pnpm in the version of package.json, by npx. */
export function pnpm(args, options = {}) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const windows = process.platform === 'win32';
  return spawnSync('npx', ['--yes', packageManager, ...args], { cwd: root, stdio: 'inherit', shell: windows, ...options });
}

/** Installs when nothing is installed, or the lockfile changed since; answers whether it did, and so built the JavaScript. */
export function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Playhead needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node and run the command again.`);
    process.exit(1);
  }
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(join(root, 'pnpm-lock.yaml')).mtimeMs) return false;
  const started = Date.now();
  // Installing is a means here: what it says goes to stderr, so that stdout stays the command's own.
  const { status } = pnpm(['install', '--frozen-lockfile'], { stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    console.error('The dependencies could not be installed: see the messages above. Nothing else was run.');
    process.exit(1);
  }
  return existsSync(stamp) && statSync(stamp).mtimeMs >= started;
}
