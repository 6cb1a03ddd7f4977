import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands, findCommand } from '../../packages/cli/src/command-table.ts';
import { referenceOf } from '../../packages/cli/src/help/reference.ts';
import { root } from '../../tooling/packages.mjs';

test('docs/reference/cli.md is what the table of commands says', () => {
  expect(readFileSync(join(root, 'docs/reference/cli.md'), 'utf8'), 'Run `pnpm schemas:update` and commit docs/reference/cli.md with the change.').toBe(referenceOf(commands));
});

test('every command has an example of its own, with options that it has', () => {
  for (const { name, examples } of commands) {
    expect([name, examples.length > 0]).toEqual([name, true]);
    for (const { line } of examples) {
      const found = findCommand(line.split(' '));
      const flags = [...line.matchAll(/(?<= )--([a-z-]+)/g)].map(([, flag = '']) => flag);
      const others = line.includes(' -- ') ? line.slice(line.indexOf(' -- ')) : ''; // what follows is another program's
      const own = flags.filter((flag) => !others.includes(`--${flag}`));
      expect([line, found?.command.name, own.filter((flag) => !(flag in (found?.command.options ?? {})))]).toEqual([line, name, []]);
    }
  }
});
