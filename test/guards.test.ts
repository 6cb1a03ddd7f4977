import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { expect, test } from 'vitest';
import { guards } from '../tooling/guards.mjs';
import { root } from '../tooling/packages.mjs';

// `pnpm mutate:guards` takes each away and sees its test turn red; this says when one moved, so that the list stays true.
test.each(guards.map((guard) => [guard.name, guard] as const))('%s: the guard and the test that notices are where the list says', async (_, { file, guard, without, test: path, notices }) => {
  const code = readFileSync(join(root, file), 'utf8');
  expect(code.split(guard), `${file} no longer holds this guard once: correct tooling/guards.mjs`).toHaveLength(2);
  // What cannot be read as code turns every test red, and proves nothing.
  await expect(transform(code.replace(guard, () => without), { loader: file.endsWith('x') ? 'tsx' : 'ts', logLevel: 'silent' }), `${file} is no code without this guard: correct tooling/guards.mjs`).resolves.toBeDefined();
  const words = notices.replaceAll("'", String.raw`\'`);
  const text = readFileSync(join(root, path), 'utf8');
  // Names of table tests hold a placeholder where the list has the case.
  const begins = words.split(' ').slice(0, 2).join(' ');
  expect(text.includes(words) || text.includes(notices) || text.includes(begins), `${path} has no test named ${notices}`).toBe(true);
});

test('no two guards share a name', () => {
  expect(new Set(guards.map(({ name }) => name)).size).toBe(guards.length);
});
