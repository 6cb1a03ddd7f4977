import { act, fireEvent, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ReplayStore } from '@playhead/replay-core';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { openReplay, type Line } from '../testing/build-session.ts';
import { Outline } from './Outline.tsx';

const read = (call: string, path: string): Line[] => [
  { type: 'tool_call', data: { name: 'Read', kind: 'read', title: path }, call },
  { type: 'tool_result', data: { status: 'ok' }, call },
];

const session: readonly Line[] = [
  { type: 'chapter', data: { title: 'Explore' } },
  { type: 'prompt', data: { text: 'Look around', origin: 'human' } },
  ...read('a', 'src/a.ts'), ...read('b', 'src/b.ts'), ...read('c', 'src/c.ts'),
  { type: 'chapter', data: { title: 'Tests' } },
  { type: 'prompt', data: { text: 'Write the tests', origin: 'human' } },
  { type: 'terminal_command', data: { command: 'npm test' }, call: 't' },
  { type: 'test_result', data: { passed: 1, failed: 2 }, call: 't' },
  { type: 'tool_result', data: { status: 'failed' }, call: 't' },
  { type: 'terminal_command', data: { command: 'psql "$PROD"' }, call: 'p' },
  { type: 'permission_decision', data: { decision: 'denied' }, call: 'p' },
  { type: 'tool_result', data: { status: 'denied' }, call: 'p' },
  { type: 'session_checkpoint', data: { title: 'cp-6' } },
];

async function show(): Promise<ReplayStore> {
  const store = await openReplay(session);
  render(<ReplayRoot store={store}><Outline /></ReplayRoot>);
  return store;
}
const item = (name: RegExp): HTMLElement => screen.getByRole('treeitem', { name });
const lines = (): string[] => screen.getAllByRole('treeitem').map((line) => `${'  '.repeat(Number(line.getAttribute('aria-level')) - 1)}${line.textContent?.trim()}`);
const press = (key: string): void => { fireEvent.keyDown(document.activeElement ?? document.body, { key }); };

test('opens the chapter at the playhead, says how steps ended, and when chapters began', async () => {
  await show();
  expect(lines()).toEqual(['Explore 00:01', 'Tests 00:09', '  Write the tests', '    npm test 2 failed', '    psql "$PROD" Denied', '    cp-6']);
  expect(item(/psql/)).toHaveAttribute('aria-level', '3');
  expect(item(/psql/)).toHaveAttribute('aria-posinset', '2');
  expect(item(/psql/)).toHaveAttribute('aria-setsize', '3');
});

test('follows the playhead into another chapter, and makes one line of files that were read in a row', async () => {
  const store = await show();
  fireEvent.click(item(/Explore/));
  expect(lines()).toEqual(['Explore 00:01', '  Look around', '    Read 3 files', 'Tests 00:09']);
  expect(store.getState().model.events[store.getState().currentIndex]?.record.type).toBe('chapter');
});

test('leaves open what the user opened', async () => {
  const store = await show();
  act(() => item(/npm test/).focus());
  press('Home');
  expect(item(/Explore/)).toHaveFocus();
  press('ArrowRight');
  expect(item(/Explore/)).toHaveAttribute('aria-expanded', 'true');
  expect(lines()).toContain('    npm test 2 failed');
  store.select(store.getState().model.events.at(-1)?.id);
  expect(item(/Explore/)).toHaveAttribute('aria-expanded', 'true');
});

test('moves through the tree by keys, and selects by Enter', async () => {
  const store = await show();
  act(() => item(/npm test/).focus());
  press('ArrowDown');
  expect(item(/psql/)).toHaveFocus();
  press('Enter');
  expect(store.getState().model.events[store.getState().currentIndex]?.record.call).toBe('p');
  expect(item(/psql/)).toHaveAttribute('aria-selected', 'true');
  press('ArrowLeft');
  expect(item(/Write the tests/)).toHaveFocus();
  press('ArrowLeft');
  expect(item(/Write the tests/)).toHaveAttribute('aria-expanded', 'false');
  press('End');
  expect(item(/Write the tests/)).toHaveFocus();
  press('e');
  expect(item(/Explore/)).toHaveFocus();
  press('*');
  expect(item(/Explore/)).toHaveAttribute('aria-expanded', 'true');
});

test('has one line in the order of Tab', async () => {
  await show();
  expect(screen.getAllByRole('treeitem').filter((line) => line.tabIndex === 0)).toHaveLength(1);
});
