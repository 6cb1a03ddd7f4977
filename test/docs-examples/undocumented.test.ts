import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../tooling/packages.mjs';
import { documentationOf, entries } from './undocumented.ts';

test('every exported name says what it is', () => {
  const { names, undocumented } = documentationOf(entries());
  expect(names).toBeGreaterThan(400);
  expect(undocumented).toEqual([]);
}, 120_000);

test('a name without a comment shows', () => {
  const file = join(root, 'packages/protocol/src/shown.ts');
  const { names, undocumented } = documentationOf([file], new Map([[file, '/** Said. */\nexport const said = 1;\nexport const unsaid = 2;\n// no comment of TSDoc\nexport interface Unsaid { a: 1 }\n']]));
  expect(names).toBe(3);
  expect(undocumented).toEqual(['packages/protocol/src/shown.ts: unsaid', 'packages/protocol/src/shown.ts: Unsaid']);
}, 120_000);
