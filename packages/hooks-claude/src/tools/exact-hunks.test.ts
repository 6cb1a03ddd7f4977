import { expect, test } from 'vitest';
import { exactHunks } from './exact-hunks.ts';

// As Claude Code 2.1.329 answers an Edit and a Write of a file that is indented by tabs.
const before = 'package a\n\nfunc A() {\n\tif true {\n\t\tx := "$& cost"\n\t}\n}\n';
const hunks = [{ oldStart: 2, oldLines: 6, newStart: 2, newLines: 7, lines: [' ', ' func A() {', '   if true {', '-    x := "$& cost"', '+    x := 2 $&', '+    y := 3', '   }', ' }'] }];
const replaced = { old: '\t\tx := "$& cost"', by: '\t\tx := 2 $&\n\t\ty := 3', all: false };
const lines = [' ', ' func A() {', ' \tif true {', '-\t\tx := "$& cost"', '+\t\tx := 2 $&', '+\t\ty := 3', ' \t}', ' }'];

test('gives the tabs back that a client shows as spaces, by what was replaced or by the text after', () => {
  expect(exactHunks(hunks, { before, replaced })).toEqual([{ ...hunks[0], lines }]);
  expect(exactHunks(hunks, { before, after: before.replace(replaced.old, () => replaced.by) })).toEqual([{ ...hunks[0], lines }]);
});

test('leaves a patch alone that differs otherwise, or of which too little is known', () => {
  expect(exactHunks(hunks, { before: before.replace('if true', 'if false'), replaced })).toBe(hunks);
  expect(exactHunks(hunks, { before })).toBe(hunks);
  expect(exactHunks(hunks, { before, replaced: { ...replaced, old: 'nothing such' } })).toBe(hunks);
  expect(exactHunks(hunks, { before: before.replaceAll('\t', '  '), after: '' })).toBe(hunks);
});

test('gives tabs back at every place that was replaced, and keeps notes on the end of a file', () => {
  const twice = [{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 2, lines: ['-  a', '-  a', '\\ No newline at end of file', '+  b', '+  b', '\\ No newline at end of file'] }];
  expect(exactHunks(twice, { before: '\ta\n\ta', replaced: { old: 'a', by: 'b', all: true } })[0]?.lines).toEqual(['-\ta', '-\ta', '\\ No newline at end of file', '+\tb', '+\tb', '\\ No newline at end of file']);
});
