import fc from 'fast-check';
import { structuredPatch } from 'diff';
import { expect, test } from 'vitest';
import type { DiffHunk } from '@playhead/protocol';
import { atOnce } from '../elements/in-slices.ts';
import { applyHunks, invertHunks } from './apply-hunks.ts';
import { compareTexts, patchSteps, patchTexts } from './patch-texts.ts';

const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', '', '\r', '\u202e', '\n', '\n', '\n'), { maxLength: 40 }).map((pieces) => pieces.join(''));
const changed = (hunks: readonly DiffHunk[]): number => hunks.reduce((sum, { lines }) => sum + lines.filter((line) => /^[-+]/.test(line)).length, 0);
const lines = (count: number, of: (index: number) => string): string => Array.from({ length: count }, (_, index) => `${of(index)}\n`).join('');

test('what differs makes the new text of the old one, and the old one of the new', () => {
  fc.assert(fc.property(text, text, fc.nat(4), (before, after, context) => {
    const hunks = atOnce(patchSteps(before, after, context));
    expect(applyHunks(before, hunks)).toBe(after);
    expect(applyHunks(after, invertHunks(hunks))).toBe(before);
    expect(hunks.every(({ oldLines, newLines, lines: own }) => own.filter((line) => /^[- ]/.test(line)).length === oldLines && own.filter((line) => /^[+ ]/.test(line)).length === newLines)).toBe(true);
  }), { numRuns: 500 });
});

test('shows as few changes, in the same hunks, as jsdiff does where there is little to compare', () => {
  fc.assert(fc.property(text, text, (before, after) => {
    const peer = structuredPatch('', '', before, after, '', '', { context: 3 }).hunks;
    const own = patchTexts(before, after);
    expect(changed(own)).toBe(changed(peer));
  }), { numRuns: 300 });
  const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n';
  for (const after of ['a\nb\nc\nX\ne\nf\ng\nh\ni\nj\n', 'X\nb\nc\nd\ne\nf\ng\nh\ni\nY\n', 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj', '', 'X\nb\nc\nd\ne\nf\ng\nh\nY\nj\n', 'X\nb\nc\nd\ne\nf\ng\nY\ni\nj\n', 'X\nb\nc\nd\ne\nY\ng\nh\ni\nj\n']) {
    expect(patchTexts(before, after)).toEqual(structuredPatch('', '', before, after, '', '', { context: 3 }).hunks.map((hunk) => ({ ...hunk, oldStart: hunk.oldLines === 0 ? hunk.oldStart - 1 : hunk.oldStart, newStart: hunk.newLines === 0 ? hunk.newStart - 1 : hunk.newStart })));
  }
});

test('finds each change of a file of 50,000 lines, however busy the machine is', () => {
  const before = lines(50_000, (index) => `  const value${index} = compute(input[${index}]);`);
  const after = lines(50_000, (index) => (index % 50 === 49 ? `  const value${index} = other(input[${index}]);` : `  const value${index} = compute(input[${index}]);`));
  const hunks = patchTexts(before, after);
  expect(hunks).toHaveLength(1000);
  expect(changed(hunks)).toBe(2000);
});

test('finds changes between lines that stand in a file again and again', () => {
  const before = lines(6000, (index) => (index % 3 === 0 ? '}' : index % 3 === 1 ? '' : `name ${index}`));
  const after = before.replace('name 302\n', 'name 302\n}\n\nnew\n').replace('name 3002\n', '');
  const hunks = compareTexts(before, after);
  expect(changed(hunks)).toBe(4);
  expect(applyHunks(before, hunks)).toBe(after);
});

test('divides a stretch again at lines that it has once, though the file has them more often', () => {
  const section = (keep: (index: number) => boolean): string => Array.from({ length: 3000 }, (_, index) => (keep(index) ? `value ${index}\n` : '')).join('');
  const file = (keep: (index: number) => boolean): string => `first\n${section(keep)}second\n${section(keep)}third\n`;
  expect(changed(compareTexts(file(() => true), file((index) => index % 5 !== 0)))).toBe(1200);
});

test('calls rewritten what has too little in common, and no more than that', () => {
  const other = (salt: number): string => lines(2000, (index) => `${(index * 7919) % 2003} ${salt}`);
  const before = `top\nsecond\n${other(1)}middle\n${lines(3000, (index) => `kept ${index}`)}`;
  const after = `top\nSECOND\n${other(2)}middle\n${lines(3000, (index) => `kept ${index}`)}`;
  const [only, ...more] = patchTexts(before, after);
  expect(more).toEqual([]);
  expect(only?.lines).toHaveLength(1 + 2 * 2001 + 3);
  expect(only?.lines.slice(1, 2002).every((line) => line.startsWith('-'))).toBe(true);
});

test('stops looking for the fewest changes once that took long, and the rest is still true', () => {
  const gap = (salt: string, index: number): string => lines(300, (line) => `${salt} ${index} ${line}`);
  const costly = (salt: string): string => Array.from({ length: 60 }, (_, index) => `anchor ${index}\n${gap(salt, index)}`).join('');
  const cheap = (salt: string): string => `last anchor\n${salt} one\n}\n}\n${salt} two\nend\n`;
  const removed = (before: string, after: string): readonly string[] => compareTexts(before, after).flatMap((one) => one.lines).filter((line) => line === '-}');
  expect(removed(cheap('old'), cheap('new'))).toEqual([]);
  const [before, after] = [costly('old') + cheap('old'), costly('new') + cheap('new')];
  expect(removed(before, after)).toEqual(['-}', '-}']);
  expect(applyHunks(before, compareTexts(before, after))).toBe(after);
});

test.each([
  ['two lines in turns', (index: number) => `${index % 2}`],
  ['one line over and over', () => 'x'],
  ['no line twice', (index: number) => `${index}`],
  ['few lines at random', (index: number) => `${(index * 7919) % 31}`],
])('a hostile text of %s is compared in small steps that never grow many', (_, of) => {
  const before = lines(20_000, of);
  const after = lines(20_000, (index) => of(index * 3 + 1));
  let steps = 0;
  const running = patchSteps(before, after);
  let result = running.next();
  while (!result.done) {
    steps += 1;
    result = running.next();
  }
  expect(steps).toBeGreaterThan(4);
  expect(steps).toBeLessThan(50_000);
  expect(applyHunks(before, result.value)).toBe(after);
});

test('a line of a million characters is compared like any other', () => {
  const long = '\u202e<img src=x onerror=alert(1)>\u0000'.repeat(33_000);
  const hunks = patchTexts(`a\n${long}\nz\n`, `a\n${long}!\nz\n`);
  expect(hunks).toEqual([{ oldStart: 1, oldLines: 3, newStart: 1, newLines: 3, lines: [' a', `-${long}`, `+${long}!`, ' z'] }]);
});

test('what differs in a file of two hundred thousand lines is found', () => {
  const lines = Array.from({ length: 200_000 }, (_, index) => `line ${index}`);
  const after = lines.with(10, 'ten').with(199_990, 'near the end');
  expect(compareTexts(lines.join('\n'), after.join('\n')).map((one) => one.lines)).toEqual([['-line 10', '+ten'], ['-line 199990', '+near the end']]);
});
