import { fireEvent, render, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ReplayStore } from '@playhead/replay-core';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { openReplay, type Line } from '../testing/build-session.ts';
import { Filters } from './Filters.tsx';

const command = (call: string, status: string, agent?: string): Line[] => [
  { type: 'terminal_command', data: { command: call }, call, ...(agent !== undefined && { agent }) },
  { type: 'terminal_output', data: { text: 'x' }, call, ...(agent !== undefined && { agent }) },
  { type: 'tool_result', data: { status }, call, ...(agent !== undefined && { agent }) },
];

async function open(lines: readonly Line[]): Promise<ReplayStore> {
  const store = await openReplay(lines);
  render(<ReplayRoot store={store}><Filters /></ReplayRoot>);
  fireEvent.click(screen.getByRole('button', { name: 'Filter events: All kinds' }));
  await screen.findByRole('group', { name: 'Filter events' });
  return store;
}

test('counts calls by kind, not their records, and filters by what is ticked', async () => {
  const store = await open([{ type: 'prompt', data: { text: 'Hi', origin: 'human' } }, ...command('a', 'ok'), ...command('b', 'failed')]);
  const commands = screen.getByRole('checkbox', { name: 'Commands 2' });
  expect(commands).not.toBeChecked();
  fireEvent.click(commands);
  expect(commands).toBeChecked();
  expect(store.getState().filter).toEqual({ kinds: ['command'] });
  fireEvent.click(screen.getByRole('checkbox', { name: 'Failed 1' }));
  expect(store.getState().filter).toEqual({ kinds: ['command'], statuses: ['failed'] });
  expect(screen.getByRole('button', { name: 'Filter events: 2 filters' })).toBeVisible();
  fireEvent.click(screen.getByRole('button', { name: 'Clear' }));
  expect(store.getState().filter).toEqual({});
});

test('offers agents when there is more than one', async () => {
  const store = await open([{ type: 'subagent_start', data: { agentType: 'reviewer' }, agent: 'a1' }, ...command('a', 'ok', 'a1')]);
  const agents = screen.getByRole('list', { name: 'Agents' });
  fireEvent.click(within(agents).getByRole('checkbox', { name: /reviewer/ }));
  expect(store.getState().filter).toEqual({ agents: ['a1'] });
});

test('moves by arrows, and gives the focus back by Escape', async () => {
  await open([{ type: 'prompt', data: { text: 'Hi', origin: 'human' } }, ...command('a', 'ok')]);
  const [first, second] = screen.getAllByRole('checkbox');
  expect(first).toHaveFocus();
  fireEvent.keyDown(first as HTMLElement, { key: 'ArrowDown' });
  expect(second).toHaveFocus();
  fireEvent.keyDown(second as HTMLElement, { key: 'Escape' });
  expect(screen.queryByRole('group', { name: 'Filter events' })).toBeNull();
  expect(screen.getByRole('button', { name: /Filter events/ })).toHaveFocus();
});

test('closes when something else is pressed', async () => {
  await open(command('a', 'ok'));
  fireEvent.pointerDown(document.body);
  expect(screen.queryByRole('group', { name: 'Filter events' })).toBeNull();
});
