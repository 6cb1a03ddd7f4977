import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createReplay } from '@playhead/replay-core';
import { expect, test } from 'vitest';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { buildRecords, openReplay, type Line } from '../testing/build-session.ts';
import { useReplayView } from '../view/ViewContext.tsx';
import { Transport } from './Transport.tsx';

const lines: readonly Line[] = [
  { type: 'prompt', data: { text: 'Go', origin: 'human' } },
  { type: 'assistant_text', data: { text: 'a' } },
  { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c1' },
  { type: 'terminal_output', data: { text: '1 failed', exitCode: 1 }, call: 'c1' },
  { type: 'tool_result', data: { status: 'failed' }, call: 'c1' },
  { type: 'session_checkpoint', data: { label: 'cp' } },
  { type: 'assistant_text', data: { text: 'b' } },
];

function Layer() {
  return <output>{useReplayView().layer}</output>;
}

async function show(shown: readonly Line[] = lines) {
  const store = await openReplay(shown);
  render(<ReplayRoot store={store}><Transport /><Layer /></ReplayRoot>);
  act(() => store.seek(0));
  return { store, user: userEvent.setup() };
}

test('plays and pauses', async () => {
  const { store, user } = await show();
  await user.click(screen.getByRole('button', { name: 'Play' }));
  expect(store.getState().playing).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Pause' }));
  expect(store.getState().playing).toBe(false);
});

test('says where the playhead stands, in time and events', async () => {
  const { store } = await show();
  const toolbar = screen.getByRole('toolbar', { name: 'Playback' });
  act(() => store.select('r3'));
  expect(toolbar).toHaveTextContent('00:03 / 00:07');
  expect(toolbar).toHaveTextContent('Event 4 of 8');
});

test('goes to the next and the previous moment and error', async () => {
  const { store, user } = await show();
  const current = (): string | undefined => store.getState().model.events[store.getState().currentIndex]?.id;
  await user.click(screen.getByRole('button', { name: 'Next error' }));
  expect(store.getState().model.errorIds).toContain(current());
  const wrong = current();
  await user.click(screen.getByRole('button', { name: 'Next moment' }));
  const next = current();
  expect(next).not.toBe(wrong);
  expect(store.getState().model.moments.map(({ eventId }) => eventId)).toContain(next);
  await user.click(screen.getByRole('button', { name: 'Previous moment' }));
  expect(current()).not.toBe(next);
  expect(screen.getByText('1 error')).toBeInTheDocument();
});

test('says nothing of errors where there are none', async () => {
  await show([{ type: 'prompt', data: { text: 'Go', origin: 'human' } }]);
  expect(screen.queryByRole('button', { name: 'Next error' })).toBeNull();
});

test('shows the range with its events, and clears it', async () => {
  const { store, user } = await show();
  const { timeMap } = store.getState();
  act(() => store.setRange({ from: timeMap.toWall(2000), to: timeMap.toWall(5000) }));
  expect(screen.getByText('00:02 – 00:05 · 4 events')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Clear range' }));
  expect(store.getState().range).toBeUndefined();
  expect(screen.queryByRole('button', { name: 'Clear range' })).toBeNull();
});

test('sets speed and idle mode, and opens the shortcuts', async () => {
  const { store, user } = await show();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Speed' }), '16×');
  expect(store.getState().rate).toBe(16);
  expect(screen.getByRole('button', { name: 'Skip idle' })).toHaveAttribute('aria-pressed', 'true');
  await user.click(screen.getByRole('button', { name: 'By event' }));
  expect(store.getState().idle).toBe('even');
  expect(screen.getByRole('button', { name: 'By event' })).toHaveAttribute('aria-pressed', 'true');
  await user.click(screen.getByRole('button', { name: 'Keyboard shortcuts' }));
  expect(screen.getByText('shortcuts')).toBeInTheDocument();
});

test('offers a speed that is none of the usual ones', async () => {
  const { store } = await show();
  act(() => store.setRate(3));
  expect(screen.getByRole('combobox', { name: 'Speed' })).toHaveDisplayValue('3×');
});

test('says that it is live, and goes live again after the user went back', async () => {
  const store = createReplay({ async *open(signal) { yield { records: buildRecords(lines), upToDate: true }; await new Promise<void>((done) => { signal.addEventListener('abort', () => done()); }); } });
  render(<ReplayRoot store={store}><Transport /></ReplayRoot>);
  expect(await screen.findByText('Live')).toBeInTheDocument();
  act(() => store.seek(0));
  await userEvent.click(screen.getByRole('button', { name: 'Go live' }));
  expect(store.getState().follow).toBe('following');
  expect(screen.queryByRole('button', { name: 'Go live' })).toBeNull();
  store.close();
});
