import { expect, test } from 'vitest';
import { isGeneratedFile } from '@playhead/replay-core';
import { hunk } from '../test-support/hunk.ts';
import { diffLanguage } from './diff-language.ts';
import { foldsOf, hunkOfFold, textLines } from './folds.ts';
import { splitRows } from './split-rows.ts';

test('counts the lines before, between and after hunks', () => {
  const hunks = [hunk(28, 28, ' a', '-b', '+c', '+d'), hunk(40, 41, ' e')];
  expect(foldsOf(hunks, 100)).toEqual([{ oldStart: 1, newStart: 1, count: 27 }, { oldStart: 30, newStart: 31, count: 10 }, { oldStart: 41, newStart: 42, count: 59 }]);
  expect(foldsOf(hunks)).toEqual([{ oldStart: 1, newStart: 1, count: 27 }, { oldStart: 30, newStart: 31, count: 10 }, undefined]);
});

test('says nothing about lines where a file begins, ends or is new', () => {
  expect(foldsOf([hunk(0, 1, '+a', '+b')], 2)).toEqual([undefined, undefined]);
  expect(foldsOf([hunk(1, 0, '-a', '-b')], 0)).toEqual([undefined, undefined]);
  expect(foldsOf([hunk(5, 5, ' a'), hunk(2, 2, ' b')])).toEqual([{ oldStart: 1, newStart: 1, count: 4 }, undefined, undefined]);
});

test('opens a fold with the numbers of both sides', () => {
  const shown = hunkOfFold({ oldStart: 30, newStart: 2, count: 3 }, textLines('a\nb\nc\nd\n'), 2);
  expect(shown).toEqual({ oldStart: 30, oldLines: 2, newStart: 2, newLines: 2, lines: [' b', ' c'] });
});

test('puts new lines beside the old ones they replace', () => {
  const rows = splitRows(hunk(8, 8, '-a', '+b', '+c', ' d', '-e'));
  expect(rows.map(({ left, right }) => [left?.text, right?.text])).toEqual([['a', 'b'], [undefined, 'c'], ['d', 'd'], ['e', undefined]]);
});

test('knows files that tools make', () => {
  expect(['package-lock.json', 'web/yarn.lock', 'lib/app.min.js', 'dist/index.js', 'a/__snapshots__/x.ts'].filter((path) => !isGeneratedFile(path))).toEqual([]);
  expect(['src/lock.ts', 'src/distance.ts', 'dist', 'README.md', 'src/minimal.js'].filter(isGeneratedFile)).toEqual([]);
});

test('knows the language of a file by its end', () => {
  expect([diffLanguage('src/a.tsx'), diffLanguage('C:\\x\\b.PY'), diffLanguage('Makefile'), diffLanguage('LICENSE'), diffLanguage('a.constructor')]).toEqual(['typescript', 'python', 'makefile', undefined, undefined]);
});
