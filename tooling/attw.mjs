// Packs each built package and asks arethetypeswrong whether a TypeScript user of it gets what its exports promise. No network.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from './pack.mjs';
import { packages, root } from './packages.mjs';

const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
const directory = mkdtempSync(join(tmpdir(), 'playhead-attw-'));
const failed = [];
try {
  const typed = packages().filter(({ json }) => !json.private && Object.keys(json.exports ?? {}).length > 0);
  const built = typed.filter(({ dir }) => existsSync(join(dir, 'dist')));
  for (const { name } of typed.filter((each) => !built.includes(each))) console.log(`attw: ${name} has nothing built yet`);
  const tarballs = pack(built, directory);
  for (const { name, json } of built) {
    const entries = Object.keys(json.exports);
    // A style sheet has no types, and nobody imports package.json for its own.
    const untyped = entries.filter((entry) => entry.endsWith('.css') || entry.endsWith('.json'));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [attw, tarballs.get(name), '--profile', 'esm-only', '--no-definitely-typed', '--no-color', '--no-emoji', '--format', 'ascii', ...(untyped.length > 0 ? ['--exclude-entrypoints', ...untyped] : [])],
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
