import { expect, test } from 'vitest';
import { hunk } from '../test-support/hunk.ts';
import { blocksOf, cutHunks, PIECE_LINES } from './cut-hunks.ts';

test('leaves a short hunk whole', () => {
  const short = hunk(1, 1, '-a', '+b');
  expect(cutHunks([short])).toEqual([{ hunk: short, index: 0, first: true, whole: true }]);
});

test('cuts a long hunk into pieces that number their lines on', () => {
  const removed = Array.from({ length: 3 * PIECE_LINES }, (_, index) => `-old ${index}`);
  const [first, , , last, ...more] = cutHunks([hunk(11, 21, ...removed, ' same', '+new')]);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ index: 0, first: true, whole: false, hunk: { oldStart: 11, oldLines: PIECE_LINES, newStart: 20, newLines: 0 } });
  expect(last).toMatchObject({ index: 0, first: false, whole: false, hunk: { oldStart: 11 + 3 * PIECE_LINES, oldLines: 1, newStart: 21, newLines: 2, lines: [' same', '+new'] } });
});

test('numbers the missing side of every piece by the line before it', () => {
  const pieces = cutHunks([hunk(10, 11, ...Array.from({ length: 4 * PIECE_LINES }, (_, index) => `+new ${index}`))]);
  expect(pieces.map(({ hunk: { oldStart, oldLines, newStart, newLines } }) => [oldStart, oldLines, newStart, newLines])).toEqual([0, 1, 2, 3].map((piece) => [10, 0, 11 + piece * PIECE_LINES, PIECE_LINES]));
});

test('puts short pieces together, and leaves long ones alone', () => {
  const pieces = cutHunks([hunk(1, 1, '-a', '+b'), hunk(9, 9, '-c', '+d'), hunk(20, 20, ...Array.from({ length: 50 }, () => ' x')), hunk(90, 90, '-e', '+f')]);
  expect(blocksOf(pieces, 10).map((block) => block.map(({ index }) => index))).toEqual([[0, 1], [2], [3]]);
});

test('begins with a block that is as short as it may be', () => {
  const pieces = cutHunks([hunk(1, 1, '-a', '+b'), hunk(9, 9, '-c', '+d'), hunk(20, 20, '-e', '+f'), hunk(30, 30, '-g', '+h')]);
  expect(blocksOf(pieces, 6, 2).map((block) => block.map(({ index }) => index))).toEqual([[0], [1, 2, 3]]);
});
