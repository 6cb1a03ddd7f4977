import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { openReplay, type Line } from '../testing/build-session.ts';
import { showPart } from '../test-support/show-part.tsx';
import { SparkBars } from './Spark.tsx';
import { Stats } from './Stats.tsx';

const WORK: readonly Line[] = [
  { type: 'prompt', data: { text: 'Go', origin: 'human' }, seconds: 0 },
  { type: 'tool_call', data: { name: 'Read', kind: 'read', title: 'a.ts' }, call: 'c1', seconds: 1 },
  { type: 'tool_result', data: { status: 'ok', durationUs: 1_000_000 }, call: 'c1', seconds: 2 },
  { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c2', seconds: 2 },
  { type: 'tool_result', data: { status: 'failed', durationUs: 3_000_000 }, call: 'c2', seconds: 5 },
  { type: 'usage', data: { scope: 'message', inputTokens: 41_200, outputTokens: 3_100, costUsd: 1.84 }, seconds: 5 },
  { type: 'session_stop', data: { outcome: 'success' }, seconds: 6 },
];

async function show(lines: readonly Line[]): Promise<void> {
  const store = await openReplay(lines);
  render(<ReplayRoot store={store}><Stats /></ReplayRoot>);
}

test('shows tokens, cost, time and errors of a session', async () => {
  await show(WORK);
  expect(await screen.findByRole('group', { name: 'Tokens' })).toHaveTextContent('41.2kin, 3.1k out');
  expect(screen.getByRole('group', { name: 'Cost' })).toHaveTextContent('$1.84');
  expect(screen.getByRole('group', { name: 'Active time' })).toHaveTextContent('of 00:06');
  expect(screen.getByRole('group', { name: 'Errors' })).toHaveTextContent('1of 2 steps');
});

test('says how the session was recorded and what that way does not see, as text', async () => {
  const captured = (capture: Line['data']): readonly Line[] => [{ type: 'session_update', data: { capture } }, ...WORK];
  await show(captured({ tier: 'http', loses: ['thinking', '<b>usage</b>', 7] }));
  expect(await screen.findByText(/Recorded by way of: http\./)).toHaveTextContent('Recorded by way of: http. By itself that way does not see: thinking, <b>usage</b>.');
  cleanup();
  await show(captured({ tier: 'gateway', protection: 'other_user' }));
  expect(await screen.findByText(/Recorded by way of: gateway\./)).toHaveTextContent('Recorded by way of: gateway. It is another user\'s, out of the agent\'s reach.');
  cleanup();
  await show(captured({ tier: 'gateway', protection: 'constructor' }));
  expect(await screen.findByText('Recorded by way of: gateway.')).toBeVisible();
  cleanup();
  await show(captured({ tier: 'gateway', sideEffects: ['tools are loaded at once', 7] }));
  expect(await screen.findByText(/Recorded by way of: gateway\./)).toHaveTextContent('Recorded by way of: gateway. It changed for the agent: tools are loaded at once.');
  cleanup();
  await show(captured({ tier: 7, loses: 'x' }));
  expect(await screen.findByRole('group', { name: 'Tokens' })).toBeVisible();
  expect(screen.queryByText(/Recorded by way of/)).toBeNull();
});

test('shows where the time went, by kind and by tool', async () => {
  await show(WORK);
  const rows = async (): Promise<(string | null)[]> => within(await screen.findByRole('table', { name: /^Time by/ })).getAllByRole('row').slice(1).map((row) => row.textContent);
  expect(await rows()).toEqual(['Commands1 failed13.0s75%', 'Reads11.0s25%']);
  await userEvent.setup().click(within(screen.getByRole('group', { name: 'Time by' })).getByRole('button', { name: 'Tool' }));
  expect(await rows()).toEqual(['Bash1 failed13.0s75%', 'Read11.0s25%']);
  expect(screen.queryByRole('button', { name: 'Agent' })).toBeNull();
});

test('says that there is nothing to count yet', async () => {
  await show([]);
  expect(await screen.findByText('Nothing to count yet')).toBeVisible();
});

test('is a skeleton on a server', async () => {
  const store = await openReplay(WORK);
  expect(renderToString(<ReplayRoot store={store}><Stats /></ReplayRoot>)).toContain('Loading statistics');
});

test('draws few shapes, however many values there are', () => {
  const { container } = render(<SparkBars values={Array.from({ length: 5000 }, (_, index) => index)} />);
  expect(container.querySelectorAll('svg *').length).toBeLessThan(6);
});

test('says what the agent did, how long tools take, and what was tried again', async () => {
  const run = (call: string, status: string): readonly Line[] => [{ type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call }, { type: 'tool_result', data: { status }, call }];
  const { store, user } = await showPart(<Stats />, [
    { type: 'prompt', data: { text: 'Go', origin: 'human' } }, { type: 'file_read', data: { path: 'a<b>.ts' } },
    { type: 'usage', data: { inputTokens: 1200, outputTokens: 300, costUsd: 0.5 } }, { type: 'prompt', data: { text: 'Test', origin: 'human' } }, ...run('c1', 'failed'), ...run('c2', 'failed'), ...run('c3', 'ok'),
  ]);
  const part = await screen.findByRole('region', { name: 'Statistics' });
  await waitFor(() => expect(part).toHaveTextContent('Ran3 commands · 2 failed'));
  expect(part).toHaveTextContent('Read1 file');
  expect(part).toHaveTextContent('a<b>.ts 1×');
  expect(screen.getByRole('figure', { name: 'Tokens by turn' })).toBeVisible();
  expect(screen.getByRole('table', { name: 'Tokens by turn' })).toHaveTextContent('11.2k300');
  expect(screen.getByRole('table', { name: 'Cost by turn' })).toHaveTextContent('0.50');
  expect(screen.getByRole('table', { name: 'Tool latency' })).toHaveTextContent('Bash');
  const retries = screen.getByRole('table', { name: 'Retries' });
  expect(retries).toHaveTextContent('npm test3 attemptsSucceeded');
  await user.click(within(retries).getByRole('button', { name: 'npm test' }));
  expect(store.getState().model.events[store.getState().currentIndex]?.record.call).toBe('c3');
});
