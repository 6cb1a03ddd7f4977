import { expect, test } from 'vitest';
import { fileRows } from './file-rows.ts';

test('names a change once for each stretch of lines, and counts unknown ones', () => {
  const rows = fileRows({ blocks: [{ line: 1, lines: [undefined, undefined, 'c'] }, { line: 4, lines: ['d', 'e'], point: 0 }], open: true });
  expect(rows).toEqual([
    { kind: 'unknown', line: 1, count: 2, until: 3 }, { kind: 'line', line: 3, text: 'c' },
    { kind: 'line', line: 4, text: 'd', point: 0, until: 5 }, { kind: 'line', line: 5, text: 'e', point: 0 }, { kind: 'open' },
  ]);
});
