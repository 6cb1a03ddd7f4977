import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { helpRows, rowKeys } from '../src/replay/view/help.ts';
import { root } from './support.ts';

test('the guide lists every key as the help in the terminal does', () => {
  const guide = readFileSync(join(root, 'docs/guides/terminal-replay.md'), 'utf8');
  const table = helpRows.map(([about, ...commands]) => `| \`${rowKeys(commands)}\` | ${about} |`).join('\n');
  expect(guide).toContain(table);
});
