import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from './run-process.mjs';

const TEST = `import assert from 'node:assert/strict';
import test from 'node:test';
import { total } from './cart.mjs';

test('the total is price times quantity', () => {
  assert.equal(total(4, 3), 12);
});

test('a negative quantity is refused', () => {
  assert.throws(() => total(4, -3), RangeError);
});
`;

/** A git repository with a cart that adds up wrongly, and the tests that say so. */
export async function makeWorkspace() {
  const workspace = await mkdtemp(join(tmpdir(), 'playhead-example-shop-'));
  await writeFile(join(workspace, 'cart.mjs'), 'export function total(price, quantity) {\n  return price - quantity;\n}\n');
  await writeFile(join(workspace, 'cart.test.mjs'), TEST);
  await git(workspace, 'init', '--quiet');
  await git(workspace, 'add', '--all');
  await git(workspace, '-c', 'user.name=Example', '-c', 'user.email=example@example.com', 'commit', '--quiet', '--message', 'A cart');
  return workspace;
}

/** How the files differ from those that the loop began with. */
export async function changesOf(workspace) {
  await git(workspace, 'add', '--all', '--intent-to-add');
  const diff = await git(workspace, 'diff', 'HEAD');
  const names = await git(workspace, 'diff', '--name-only', 'HEAD');
  return { diff, filesChanged: names.split('\n').filter(Boolean).length };
}

async function git(cwd, ...args) {
  const { stdout, stderr, exitCode } = await runProcess('git', args, { cwd });
  if (exitCode !== 0) throw new Error(`git ${args[0]} failed: ${stderr}`);
  return stdout;
}
