import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorDescriptions } from '@playhead/protocol';

const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `')).map((line) => line.slice(2, -2).split(' | '));

test('docs/errors.md says of every error what the code says, in the same order', () => {
  const told = rows.map((cells) => cells.slice(0, 4));
  const meant = Object.entries(errorDescriptions).map(([code, { summary, retryable, status }]) => [`\`${code}\``, summary, retryable ? 'yes' : 'no', String(status)]);
  expect(told).toEqual(meant);
});

test('docs/errors.md says of every error what to do', () => {
  for (const cells of rows) expect(cells[4], cells[0]).toMatch(/\.$/);
});
