// Packs each built package and asks arethetypeswrong whether a TypeScript user of it gets what its exports promise. No network.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pnpm } from './bootstrap.mjs';
import { packages, root } from './packages.mjs';

const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
const directory = mkdtempSync(join(tmpdir(), 'playhead-attw-'));
const failed = [];
try {
  for (const { dir, folder, name, json } of packages()) {
    const entries = Object.keys(json.exports ?? {});
    if (json.private || entries.length === 0) continue;
    if (!existsSync(join(dir, 'dist'))) {
      console.log(`attw: ${name} has nothing built yet`);
      continue;
    }
    const target = join(directory, folder);
    if (pnpm(['pack', '--pack-destination', target], { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) throw new Error(`${name} could not be packed`);
    const [tarball] = readdirSync(target);
    // A style sheet has no types, and nobody imports package.json for its own.
    const untyped = entries.filter((entry) => entry.endsWith('.css') || entry.endsWith('.json'));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [attw, join(target, tarball), '--profile', 'esm-only', '--no-definitely-typed', '--no-color', '--no-emoji', '--format', 'ascii', ...(untyped.length > 0 ? ['--exclude-entrypoints', ...untyped] : [])],
      { cwd: root, encoding: 'utf8' },
    );
    if (status === 0) continue;
    failed.push(name);
    console.error(`${stdout}${stderr}`);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
if (failed.length > 0) {
  console.error(`attw: the types of ${failed.join(', ')} are not what their exports promise`);
  process.exit(1);
}
console.log('attw: every built package has the types it promises');
