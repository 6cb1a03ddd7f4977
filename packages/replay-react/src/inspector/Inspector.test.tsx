import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { hunk } from '../test-support/hunk.ts';
import { edit, showPart } from '../test-support/show-part.tsx';
import { createEventIndex } from './event-index.ts';
import { Inspector } from './Inspector.tsx';

const session = [
  { type: 'terminal_command', data: { command: 'ls' }, call: 'c1' }, { type: 'terminal_output', data: { text: 'x', exitCode: 0 }, call: 'c1' },
  { type: 'file_read', data: { path: 'README.md' } },
  ...edit('c2', 'a.ts', { hunks: [hunk(1, 1, '+a')] }),
  { type: 'test_result', data: { failed: 0, passed: 5 }, call: 'c3' }, { type: 'test_result', data: { failed: 2, passed: 5 }, call: 'c4' },
  { type: 'note', data: { text: 'Look' } },
];
const names = (): (string | null)[] => screen.getAllByRole('tab').map((tab) => tab.textContent);

test('counts what there is until the playhead', async () => {
  const { store } = await showPart(<Inspector />, session);
  await waitFor(() => expect(names()).toEqual(['Terminal 1', 'Diff 1', 'Files 2', 'Tests 2 failed', 'Output', 'Raw', 'Notes 1', 'Review 1', 'Statistics'])); // rules look at the whole session
  act(() => store.select('r7'));
  expect(names()).toEqual(['Terminal 1', 'Diff 1', 'Files 2', 'Tests 5', 'Output', 'Raw', 'Notes', 'Review 1', 'Statistics']);
  act(() => store.select('r0'));
  expect(names()).toEqual(['Terminal', 'Diff', 'Files', 'Tests', 'Output', 'Raw', 'Notes', 'Review 1', 'Statistics']);
});

test('counts the threads that people wrote beside the recording', async () => {
  await showPart(<Inspector />, session.slice(0, 3), { defaultAnnotations: ['A first one', 'Another'].map((text, index) => ({ id: `01937d1e-0000-7000-8000-00000000000${index}`, at: 1, author: 'Ada', type: 'note', data: { text } })) });
  expect(names()).toContain('Notes 2');
});

test('goes from tab to tab by arrows, Home and End, and opens what it goes to', async () => {
  const { user } = await showPart(<Inspector />, session);
  screen.getByRole('tab', { name: /Terminal/ }).focus();
  await user.keyboard('{ArrowRight}');
  expect(screen.getByRole('tab', { name: /Diff/ })).toHaveFocus();
  expect(screen.getByRole('tabpanel', { name: /Diff/ })).toHaveTextContent('a.ts');
  await user.keyboard('{End}');
  expect(screen.getByRole('tab', { name: /Statistics/ })).toHaveFocus();
  await user.keyboard('{ArrowRight}');
  expect(screen.getByRole('tab', { name: /Terminal/ })).toHaveFocus();
  await user.keyboard('{ArrowLeft}{Home}');
  expect(screen.getByRole('tab', { name: /Terminal/ })).toHaveAttribute('tabindex', '0');
  expect(screen.getAllByRole('tab').filter((tab) => tab.tabIndex === 0)).toHaveLength(1);
});

test('draws the panel of a host in place of ours', async () => {
  await showPart(<Inspector panels={{ terminal: () => <p>Own terminal</p> }} />, session);
  expect(screen.getByRole('tabpanel')).toHaveTextContent('Own terminal');
});

test('looks at new events only, and at all when one arrived late', async () => {
  const { store } = await showPart(<p />, session);
  const { events } = store.getState().model;
  const seen: number[] = [];
  const watched = events.map((event, index) => new Proxy(event, { get: (target, name: keyof typeof event) => { if (name === 'record') seen.push(index); return target[name]; } }));
  const indexOf = createEventIndex();
  expect(indexOf(watched.slice(0, 5)).commands).toEqual([1]);
  seen.length = 0;
  expect(indexOf(watched).notes).toEqual([9]);
  expect(Math.min(...seen)).toBe(5);
  seen.length = 0;
  expect(indexOf([...watched.slice(0, 2), ...watched.slice(3), ...watched.slice(0, 1)]).files).toEqual([2, 4]);
  expect(Math.min(...seen)).toBe(0);
});
