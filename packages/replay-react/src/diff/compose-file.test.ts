import { expect, test } from 'vitest';
import type { FileChange } from '@playhead/replay-core';
import { hunk } from '../test-support/hunk.ts';
import { applyHunks, invertHunks } from './apply-hunks.ts';
import { composeFile } from './compose-file.ts';

const change = (fields: Partial<FileChange>): FileChange => ({ path: 'a.ts', change: 'modified', hunks: [], added: 0, removed: 0, eventId: 'r1', at: 1, ...fields });

test('applies hunks where they belong, and takes them back', () => {
  const before = 'one\ntwo\nthree\nfour\n';
  const hunks = [hunk(1, 1, '-one', '+ONE', ' two'), hunk(4, 4, ' four', '+five')];
  const after = applyHunks(before, hunks);
  expect(after).toBe('ONE\ntwo\nthree\nfour\nfive\n');
  expect(applyHunks(after ?? '', invertHunks(hunks))).toBe(before);
});

test('applies nothing where the old lines are others', () => {
  expect(applyHunks('one\n', [hunk(1, 1, '-two', '+three')])).toBeUndefined();
  expect(applyHunks('one\n', [hunk(7, 7, '-one', '+three')])).toBeUndefined();
});

test('makes a file of the hunk that created it', () => {
  expect(applyHunks('', [hunk(0, 1, '+a', '+b')])).toBe('a\nb\n');
  expect(applyHunks('', [hunk(0, 1, '+a', '+b', '\\ No newline at end of file')])).toBe('a\nb');
});

test('shows a single change as its hunks, with both texts when one is known', () => {
  const hunks = [hunk(1, 1, '-a', '+b')];
  expect(composeFile([change({ hunks })])).toEqual({ kind: 'hunks', hunks });
  expect(composeFile([change({ hunks, before: 'a\nz\n' })])).toEqual({ kind: 'hunks', hunks, before: 'a\nz\n', after: 'b\nz\n' });
});

test('compares the text before the first change with the text after the last', () => {
  const changes = [change({ hunks: [hunk(1, 1, '-a', '+b')], before: 'a\nz\n' }), change({ hunks: [hunk(2, 2, '-z', '+y')] })];
  expect(composeFile(changes)).toEqual({ kind: 'texts', before: 'a\nz\n', after: 'b\ny\n' });
});

test('works the first text out from a later one', () => {
  const changes = [change({ hunks: [hunk(1, 1, '-a', '+b')] }), change({ hunks: [hunk(2, 2, '-z', '+y')], after: 'b\ny\n' })];
  expect(composeFile(changes)).toEqual({ kind: 'texts', before: 'a\nz\n', after: 'b\ny\n' });
});

test('follows a file from its creation', () => {
  const changes = [change({ change: 'created', hunks: [hunk(0, 1, '+a', '+b')] }), change({ hunks: [hunk(2, 2, '-b', '+c')] }), change({ change: 'deleted' })];
  expect(composeFile(changes.slice(0, 2))).toEqual({ kind: 'texts', before: '', after: 'a\nc\n' });
  expect(composeFile(changes)).toEqual({ kind: 'texts', before: '', after: '' });
});

test('lists the steps when the text is not known, or the hunks do not fit together', () => {
  expect(composeFile([change({ hunks: [hunk(1, 1, '-a', '+b')] }), change({ hunks: [hunk(9, 9, '-z', '+y')] })])).toEqual({ kind: 'steps' });
  expect(composeFile([change({ hunks: [hunk(1, 1, '-a', '+b')], before: 'other\n' }), change({ hunks: [hunk(1, 1, '-b', '+c')] })])).toEqual({ kind: 'steps' });
});

test('uses texts beside the log once they are there', () => {
  const blob = { $blob: 'sha256-1', size: 9, encoding: 'text' } as const;
  const changes = [change({ before: blob }), change({ after: 'b\n' })];
  expect(composeFile(changes)).toEqual({ kind: 'steps' });
  expect(composeFile(changes, (value) => (typeof value === 'string' ? value : 'a\n'))).toEqual({ kind: 'texts', before: 'a\n', after: 'b\n' });
});
