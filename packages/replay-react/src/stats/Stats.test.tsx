import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { openReplay, type Line } from '../testing/build-session.ts';
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

/** The figures are loaded when they are shown. */
const PATIENT = { timeout: 10_000 };

async function show(lines: readonly Line[]): Promise<void> {
  const store = await openReplay(lines);
  render(<ReplayRoot store={store}><Stats /></ReplayRoot>);
}

test('shows tokens, cost, time and errors of a session', async () => {
  await show(WORK);
  expect(await screen.findByRole('group', { name: 'Tokens' }, PATIENT)).toHaveTextContent('41.2kin, 3.1k out');
  expect(screen.getByRole('group', { name: 'Cost' })).toHaveTextContent('$1.84');
  expect(screen.getByRole('group', { name: 'Active time' })).toHaveTextContent('of 00:06');
  expect(screen.getByRole('group', { name: 'Errors' })).toHaveTextContent('1of 2 steps');
});

test('shows where the time went, by kind and by tool', async () => {
  await show(WORK);
  const rows = async (): Promise<(string | null)[]> => (await screen.findAllByRole('row', {}, PATIENT)).slice(1).map((row) => row.textContent);
  expect(await rows()).toEqual(['Commands1 failed13.0s75%', 'Reads11.0s25%']);
  await userEvent.setup().click(within(screen.getByRole('group', { name: 'Time by' })).getByRole('button', { name: 'Tool' }));
  expect(await rows()).toEqual(['Bash1 failed13.0s75%', 'Read11.0s25%']);
  expect(screen.queryByRole('button', { name: 'Agent' })).toBeNull();
});

test('says that there is nothing to count yet', async () => {
  await show([]);
  expect(await screen.findByText('Nothing to count yet', {}, PATIENT)).toBeVisible();
});

test('is a skeleton on a server', async () => {
  const store = await openReplay(WORK);
  expect(renderToString(<ReplayRoot store={store}><Stats /></ReplayRoot>)).toContain('Loading statistics');
});

test('draws few shapes, however many values there are', () => {
  const { container } = render(<SparkBars values={Array.from({ length: 5000 }, (_, index) => index)} />);
  expect(container.querySelectorAll('svg *').length).toBeLessThan(6);
});
