// Packs every public package, installs the tarballs with npm into an empty folder, and uses them there as a stranger would.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pnpm } from './bootstrap.mjs';
import { packages } from './packages.mjs';

const directory = mkdtempSync(join(tmpdir(), 'playhead-tarballs-'));
const tarballs = join(directory, 'packed');
const consumer = join(directory, 'consumer');
mkdirSync(tarballs);
mkdirSync(consumer);

function run(command, args) {
  console.log(`$ ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, { cwd: consumer, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed in ${consumer}`);
}

try {
  const dependencies = {};
  for (const { dir, name, json } of packages()) {
    if (json.private) continue;
    const before = new Set(readdirSync(tarballs));
    if (pnpm(['pack', '--pack-destination', tarballs], { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) throw new Error(`${name} could not be packed`);
    const [tarball] = readdirSync(tarballs).filter((file) => !before.has(file));
    dependencies[name] = `file:${join(tarballs, tarball)}`;
  }
  // The packages want each other by version; the overrides say that these tarballs are that version.
  const overrides = Object.fromEntries(Object.keys(dependencies).map((name) => [name, `$${name}`]));
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module', dependencies, overrides }, null, 2));
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error']);
  run('npx', ['--no-install', 'playhead', '--version']);
  // HOOK: the replay of the demo recording with `playhead ui` comes here, run in `consumer`.
  console.log(`${Object.keys(dependencies).length} tarballs install and run`);
} catch (error) {
  console.error(`tarballs: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
