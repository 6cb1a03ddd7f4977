import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { ReplayStore } from '@playhead/replay-core';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { openReplay, type Line } from '../testing/build-session.ts';
import { Terminal } from './Terminal.tsx';

const TWO: readonly Line[] = [
  { type: 'prompt', data: { text: 'Get the suite green', origin: 'human' }, seconds: 1 },
  { type: 'terminal_command', data: { command: 'npm run lint', tool: 'Bash' }, call: 'c1', seconds: 2 },
  { type: 'terminal_output', data: { text: 'clean\n', exitCode: 0 }, call: 'c1', seconds: 3 },
  { type: 'tool_result', data: { status: 'ok' }, call: 'c1', seconds: 3 },
  { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c2', seconds: 5 },
  { type: 'terminal_output', data: { text: '\u001b[32mfirst half\u001b[0m\n' }, call: 'c2', seconds: 6 },
  { type: 'terminal_output', data: { text: 'second half\n', exitCode: 1 }, call: 'c2', seconds: 9 },
  { type: 'tool_result', data: { status: 'failed' }, call: 'c2', seconds: 9 },
];

async function show(lines: readonly Line[], at?: string): Promise<ReplayStore> {
  const store = await openReplay(lines);
  if (at !== undefined) store.select(at);
  render(<ReplayRoot store={store}><Terminal /></ReplayRoot>);
  return store;
}

const region = (): HTMLElement => screen.getByRole('region', { name: 'Terminal' });

test('says that no command ran', async () => {
  await show([{ type: 'prompt', data: { text: 'Hello', origin: 'human' } }]);
  expect(screen.getByText('No command yet')).toBeVisible();
});

test('shows a selected command with its output, duration and exit code', async () => {
  await show(TWO, 'r5');
  expect(region()).toHaveAttribute('data-status', 'failed');
  for (const words of ['npm test', 'first half', 'second half', 'exit 1', '4.0s']) expect(region()).toHaveTextContent(words);
});

test('shows what was printed at the playhead and that the command still runs', async () => {
  const store = await show(TWO, 'r8');
  const { timeMap } = store.getState();
  act(() => store.seek(timeMap.toVirtual(1_760_000_007_000_000)));
  expect(region()).toHaveTextContent('first half');
  expect(region()).not.toHaveTextContent('second half');
  expect(region()).toHaveTextContent('Running');
  expect(region()).not.toHaveTextContent('exit 1');
  act(() => store.seek(timeMap.toVirtual(1_760_000_009_500_000)));
  expect(region()).toHaveTextContent('second half');
  expect(region()).toHaveTextContent('exit 1');
});

test('goes to the previous and the next command', async () => {
  const user = userEvent.setup();
  await show(TWO, 'r5');
  await user.click(screen.getByRole('button', { name: 'Previous command' }));
  expect(region()).toHaveTextContent('npm run lint');
  await user.click(screen.getByRole('button', { name: 'Previous command' }));
  expect(region()).toHaveTextContent('npm run lint');
  await user.click(screen.getByRole('button', { name: 'Next command' }));
  expect(region()).toHaveTextContent('npm test');
});

test('says that a command printed nothing, or nothing yet', async () => {
  await show([{ type: 'terminal_command', data: { command: 'sleep 9', tool: 'Bash' }, call: 'c1' }], 'r1');
  expect(region()).toHaveTextContent('Nothing printed yet.');
  expect(region()).toHaveAttribute('data-status', 'running');
});

test('says of a denied command that it did not run', async () => {
  await show([{ type: 'terminal_command', data: { command: 'rm -rf dist', tool: 'Bash' }, call: 'c1' }, { type: 'permission_decision', data: { decision: 'denied', by: 'user' }, call: 'c1' }, { type: 'tool_result', data: { status: 'denied' }, call: 'c1' }], 'r2');
  expect(region()).toHaveTextContent('It was denied and did not run.');
});

test('shows the end of a very long output, and all of it when asked', async () => {
  const user = userEvent.setup();
  const text = `the very beginning\n${Array.from({ length: 40_000 }, (_, index) => `line ${index}`).join('\n')}`;
  await show([{ type: 'terminal_command', data: { command: 'seq', tool: 'Bash' }, call: 'c1' }, { type: 'terminal_output', data: { text, exitCode: 0 }, call: 'c1' }, { type: 'tool_result', data: { status: 'ok' }, call: 'c1' }], 'r1');
  expect(region().textContent).not.toContain('the very beginning');
  expect(region().textContent).toContain('line 39999');
  expect(region().textContent?.length).toBeLessThan(300_000);
  expect(screen.getByText(/^The last 256 kB of \d+ kB/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Show all' }));
  expect(region().textContent).toContain('the very beginning');
});

test('says when a part of the output is missing', async () => {
  const lines: readonly Line[] = [{ type: 'terminal_command', data: { command: 'cat big', tool: 'Bash' }, call: 'c1' }, { type: 'terminal_output', data: { text: { $blob: `sha256-${'a'.repeat(64)}`, size: 9_000_000, encoding: 'text', preview: 'the beginning' }, exitCode: 0 }, call: 'c1' }, { type: 'tool_result', data: { status: 'ok' }, call: 'c1' }];
  await show(lines, 'r1');
  expect(await screen.findByText(/could not be loaded/)).toBeVisible();
  expect(region()).toHaveTextContent('the beginning');
});

test('shows hidden characters of a command by their code point', async () => {
  await show([{ type: 'terminal_command', data: { command: 'rm \u202esafe', tool: 'Bash' }, call: 'c1' }], 'r1');
  expect(region()).toHaveTextContent('rm U+202Esafe');
});

test('is drawn on a server', async () => {
  const store = await openReplay(TWO);
  store.select('r5');
  expect(renderToString(<ReplayRoot store={store}><Terminal /></ReplayRoot>)).toContain('second half');
});

test('is drawn on a server where a terminal was recorded', async () => {
  const store = await openReplay([{ type: 'terminal_command', data: { command: 'bash', pty: { columns: 80, rows: 24 } }, call: 't1' }]);
  expect(renderToString(<ReplayRoot store={store}><Terminal /></ReplayRoot>)).toContain('data-part="terminal"');
});
