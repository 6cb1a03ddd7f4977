import { act, screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { Diff } from '../diff/Diff.tsx';
import type { Line } from '../testing/build-session.ts';
import { hunk } from '../test-support/hunk.ts';
import { edit, showPart } from '../test-support/show-part.tsx';
import { FileHistory } from './FileHistory.tsx';

const session: readonly Line[] = [
  { type: 'prompt', data: { text: 'Go' } },
  ...edit('c1', 'src/a.ts', { change: 'created', before: null, after: 'one\ntwo\nthree\n' }),
  ...edit('c2', 'src/a.ts', { hunks: [hunk(2, 2, '-two', '+TWO', '+more')] }),
  ...edit('c3', 'src/a.ts', { change: 'deleted' }),
];
const part = (): HTMLElement => screen.getByRole('region', { name: 'History of src/a.ts' });
const slider = (): HTMLInputElement => screen.getByRole('slider', { name: 'Changes of this file' });
const rows = (): string[] => [...part().querySelectorAll('.ph-filehistory__row')].map((row) => [row.querySelector('button')?.textContent.split(' ', 1)[0], row.querySelector('i')?.textContent, row.querySelector('code')?.textContent].join(' ').trim());

test('shows the file at the playhead, and which change wrote each line', async () => {
  const { store } = await showPart(<FileHistory path="src/a.ts" />, session);
  expect(await screen.findByText('No file')).toBeVisible();
  act(() => store.select('r6'));
  expect(rows()).toEqual(['#1 1 one', '#2 2 TWO', '3 more', '#1 4 three']);
  expect(part().querySelectorAll('[data-current=true]')).toHaveLength(2);
  expect(slider()).toHaveAttribute('aria-valuetext', 'Modified at 00:06, 2 lines came, 1 went');
  act(() => store.select('r5')); // the call that made the change belongs to the same step
  expect(rows()).toEqual(['#1 1 one', '#2 2 TWO', '3 more', '#1 4 three']);
  act(() => store.select('r0'));
  expect(screen.getByText('No file')).toBeVisible();
});

test('goes through the changes of the file, and takes the playhead with it', async () => {
  const { store, user } = await showPart(<FileHistory path="src/a.ts" />, session);
  await screen.findByText('No file');
  await user.click(screen.getByRole('button', { name: 'Previous change of this file' }));
  expect(rows()).toHaveLength(4);
  await user.click(screen.getByRole('button', { name: 'Previous change of this file' }));
  expect(rows()).toHaveLength(3);
  expect(store.getState().selectedId).toBe('r3');
  await user.click(screen.getByRole('button', { name: 'Previous change of this file' }));
  expect(slider()).toHaveAttribute('aria-valuetext', 'Before the first change');
  expect(store.getState().selectedId).toBe('r1'); // as late as it can be
  expect(screen.getByRole('button', { name: 'Previous change of this file' })).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'Next change of this file' }));
  expect(store.getState().selectedId).toBe('r3');
});

test('leads from a line to the step that wrote it', async () => {
  const { store, user } = await showPart(<FileHistory path="src/a.ts" />, session);
  await screen.findByText('No file');
  act(() => store.select('r6'));
  await user.click(screen.getByRole('button', { name: '#1 00:03 Line 1: Added. Go to the step.' }));
  expect(store.getState().selectedId).toBe('r3');
});

test('says what is not known', async () => {
  const { store } = await showPart(<FileHistory />, [
    ...edit('c1', 'src/a.ts', { hunks: [hunk(41, 41, '-a\u202e', '+b\u202e')] }), { type: 'file_change', data: { path: 'src/a.ts', change: 'change' } },
  ]);
  expect(await screen.findByText('40 unknown lines')).toBeVisible();
  expect(within(part()).getByText('What follows is not known.')).toBeVisible();
  expect(within(part()).getByText('Partly known')).toBeVisible();
  expect(within(part()).getByText('Something changed this file later, and the recording does not show what.')).toBeInTheDocument();
  expect(part()).toHaveTextContent('bU+202E');
  act(() => store.select('r0'));
});

test('shows hostile lines as text, the beginning of long ones, and few rows of many', async () => {
  const long = '\u202e<img src=x>\u0000'.repeat(70_000);
  await showPart(<FileHistory path="src/a.ts" />, edit('c1', 'src/a.ts', { change: 'created', before: null, after: `${long}\n${'<b>x</b>\r\n'.repeat(5000)}` }));
  expect(await screen.findByText('… +905,000')).toBeVisible();
  expect(part()).toHaveTextContent('U+202E<img src=x>U+0000U+202E');
  expect(part()).toHaveTextContent('<b>x</b>');
  expect(part().querySelectorAll('img, b.x, code b')).toHaveLength(0);
  expect(part().querySelectorAll('*').length).toBeLessThan(4000);
});

test('tells changes that no step made', async () => {
  await showPart(<FileHistory path="src/a.ts" />, [
    ...edit('c1', 'src/a.ts', { change: 'created', after: 'one\n' }), { type: 'file_read', data: { path: 'src/a.ts', content: 'ONE\n', totalLines: 2 }, call: 'c2' },
  ]);
  expect(await screen.findByRole('button', { name: '#2 00:04 Line 1: Changed outside. Go to the step.' })).toBeVisible();
});

test('is opened from the changes of a file, and leads back to them', async () => {
  const { user } = await showPart(<Diff />, session.slice(0, -3));
  await user.click(screen.getByRole('button', { name: 'File history' }));
  expect(await screen.findByText('more')).toBeVisible();
  expect(screen.queryByRole('article')).toBeNull();
  await vi.waitFor(() => expect(screen.getByRole('button', { name: 'Back to changes' })).toHaveFocus());
  await user.click(screen.getByRole('button', { name: 'Back to changes' }));
  await vi.waitFor(() => expect(screen.getByRole('article', { name: 'src/a.ts' })).toHaveFocus());
});

test('says what appears where nothing was changed', async () => {
  await showPart(<FileHistory />, [{ type: 'prompt', data: { text: 'Hi' } }]);
  expect(screen.getByText('No changes yet')).toBeVisible();
});
