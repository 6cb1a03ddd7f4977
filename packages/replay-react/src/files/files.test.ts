import { expect, test } from 'vitest';
import { openReplay } from '../testing/build-session.ts';
import { hunk } from '../test-support/hunk.ts';
import type { FileChange } from '@playhead/replay-core';
import { changeLogOf, changesAt, countWhere, fileChangesAt } from './change-log.ts';
import { changeOver } from './file-status.ts';
import { treeRows, type TreeFile } from './file-tree.ts';
import { toggleViewedOfCurrentFile } from './toggle-viewed.ts';
import { viewedKey, viewedKeys } from './viewed-key.ts';

const change = (fields: Partial<FileChange>): FileChange => ({ path: 'a.ts', change: 'modified', hunks: [], added: 0, removed: 0, eventId: 'r1', at: 1, ...fields });
const line = (type: string, data: object, call?: string) => ({ type, data: JSON.parse(JSON.stringify(data)), ...(call !== undefined && { call }) });

test('has another key for a file with other changes', () => {
  const first = change({ hunks: [hunk(1, 1, '-a', '+b')] });
  const second = change({ hunks: [hunk(1, 1, '-b', '+c')] });
  expect(viewedKey([first])).toBe(viewedKey([{ ...first, eventId: 'other', at: 99 }]));
  expect(new Set([viewedKey([first]), viewedKey([second]), viewedKey([first, second]), viewedKey([second, first]), viewedKey([{ ...first, path: 'b.ts' }])]).size).toBe(5);
  expect(viewedKeys([first, second])).toEqual([viewedKey([first]), viewedKey([first, second])]);
  expect(viewedKey([])).toBe('');
});

test('finds how many changes count at the playhead', async () => {
  const store = await openReplay([
    line('file_diff', { path: 'a.ts', change: 'modified', hunks: [hunk(1, 1, '+a')] }, 'c1'), line('prompt', { text: 'x' }),
    line('tool_call', { name: 'Edit' }, 'c2'), line('file_diff', { path: 'b.ts', change: 'modified', hunks: [hunk(1, 1, '+a')] }, 'c2'), line('file_diff', { path: 'a.ts', change: 'modified', hunks: [hunk(1, 1, '+b')] }, 'c3'),
  ]);
  const { model } = store.getState();
  const log = changeLogOf(model.files);
  const at = (currentIndex: number): number => changesAt(log, { model, currentIndex });
  expect([-1, 0, 1, 2, 3, 4, 5].map(at)).toEqual([0, 0, 1, 1, 2, 2, 3]);
  const file = log.byPath.get('a.ts');
  expect([0, 1, 2, 3].map((count) => (file ? fileChangesAt(file, count) : -1))).toEqual([0, 1, 1, 2]);
  expect(countWhere([1, 2, 3], (item) => item < 9)).toBe(3);
});

test('ticks off the file that was changed last, takes it back, and forgets it after another change', async () => {
  const store = await openReplay([
    line('file_diff', { path: 'a.ts', change: 'modified', hunks: [hunk(1, 1, '+a')] }, 'c1'), line('prompt', { text: 'x' }),
    line('file_diff', { path: 'a.ts', change: 'modified', hunks: [hunk(1, 1, '+b')] }, 'c2'),
  ]);
  const viewed = new Set<string>();
  const actions = { setViewed: (key: string, wanted: boolean): void => void (wanted ? viewed.add(key) : viewed.delete(key)) };
  const toggle = (): boolean => toggleViewedOfCurrentFile(store, { viewed }, actions);
  store.select('r0');
  expect(toggle()).toBe(false);
  store.select('r2');
  expect(toggle()).toBe(true);
  const [first] = viewed;
  store.select('r3');
  toggle();
  expect(viewed.size).toBe(2);
  store.select('r2');
  toggle();
  expect(viewed).not.toContain(first);
  expect(viewed.size).toBe(0);
});

test('says what became of a file over several changes', () => {
  expect(changeOver([change({ change: 'created' }), change({})])).toBe('created');
  expect(changeOver([change({ change: 'created' }), change({ change: 'deleted' })])).toBe('deleted');
  expect(changeOver([change({}), change({})])).toBe('modified');
});

test('groups files by folder, folders first, and leaves out what is folded', () => {
  const file = (shownPath: string): TreeFile => ({ path: `/w/${shownPath}`, shownPath, change: 'modified', added: 1, removed: 0, viewed: false, generated: false });
  const files = ['src/db/b.ts', 'package.json', 'src/auth/z.ts', 'src/auth/a.ts'].map(file);
  expect(treeRows(files, new Set()).map(({ label, level, place, of }) => `${level} ${label} ${place}/${of}`)).toEqual(['1 src/auth 1/3', '2 a.ts 1/2', '2 z.ts 2/2', '1 src/db 2/3', '2 b.ts 1/1', '1 package.json 3/3']);
  expect(treeRows(files, new Set(['folder src/auth/'])).map(({ label }) => label)).toEqual(['src/auth', 'src/db', 'b.ts', 'package.json']);
});
