import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { apiFile, apiOf, exportsOf } from '../tooling/api.mjs';
import { packages } from '../tooling/packages.mjs';

test.each(packages().map((pkg) => [pkg.name, pkg] as const))('%s exports what test/api lists', (_name, pkg) => {
  const listed = existsSync(apiFile(pkg)) ? readFileSync(apiFile(pkg), 'utf8') : '';
  expect(apiOf(pkg), 'The public API changed. If that is meant, run `pnpm api:update` and commit test/api with the change.').toBe(listed);
});

test('a name added, renamed or made a type shows', () => {
  const before = exportsOf('a.ts', `export { a } from './a.ts';`);
  expect(before).toEqual(['value a']);
  expect(exportsOf('a.ts', `export { a, b as c } from './a.ts'; export const d: number = 1; export interface E {}`)).toEqual(['type E', 'value a', 'value c', 'value d']);
  expect(exportsOf('a.ts', `export type { a } from './a.ts';`)).not.toEqual(before);
});
