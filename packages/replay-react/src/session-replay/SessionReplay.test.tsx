import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderToString } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { openReplay, type Line } from '../testing/build-session.ts';
import { SessionReplay } from './SessionReplay.tsx';
import type { InspectorTab } from '../view/replay-view.ts';

vi.setConfig({ testTimeout: 30_000 });

const HOSTILE = '<script>window.hacked = true</script>';

async function show(lines: readonly Line[], defaultTab: InspectorTab = 'terminal') {
  const store = await openReplay(lines);
  const view = render(<SessionReplay store={store} defaultTab={defaultTab} />);
  return { store, view, user: userEvent.setup() };
}

const command: readonly Line[] = [
  { type: 'prompt', data: { text: 'Get the suite green', origin: 'human' } },
  { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c1' },
  { type: 'terminal_output', data: { text: '\u001b[31m3 failed\u001b[0m\r\n\u001b]0;owned\u0007\u001b]52;c;aGk=\u0007done', exitCode: 1 }, call: 'c1' },
  { type: 'test_result', data: { framework: 'vitest', failed: 3, passed: 12, cases: [{ name: 'rotates', status: 'failed', message: 'expected 200 to be 401' }] }, call: 'c1' },
  { type: 'tool_result', data: { status: 'failed' }, call: 'c1' },
];

test('shows the name, the agent and the outcome of a session', async () => {
  await show([{ type: 'session_stop', data: { outcome: 'failed' } }, { type: 'session_status', data: { status: 'completed' } }]);
  expect(screen.getByRole('heading', { name: 'Add JWT auth' })).toBeVisible();
  const header = within(screen.getByRole('banner'));
  expect(header.getByText('Claude Code')).toBeVisible();
  expect(header.getByText('Failed')).toBeVisible();
});

test('shows the output of the command at the playhead without its control sequences', async () => {
  await show(command);
  const terminal = screen.getByRole('region', { name: 'Terminal' });
  expect(terminal).toHaveTextContent('npm test');
  expect(terminal).toHaveTextContent('exit 1');
  expect(within(terminal).getByText('3 failed')).toHaveClass('a-r');
  expect(terminal.textContent).toContain('done');
  expect(terminal.textContent).not.toContain('owned');
  expect(terminal.textContent).not.toContain('aGk=');
});

test('shows test runs in words', async () => {
  await show(command, 'tests');
  const results = await screen.findByRole('region', { name: 'Test results' });
  expect(results).toHaveTextContent('3 failed');
  expect(results).toHaveTextContent('expected 200 to be 401');
});

test('shows the lines of an edit with their signs and numbers', async () => {
  await show([
    { type: 'tool_call', data: { name: 'Edit', kind: 'edit', title: 'src/a.ts' }, call: 'c1' },
    { type: 'file_diff', data: { path: 'src/a.ts', change: 'modified', hunks: [{ oldStart: 41, oldLines: 2, newStart: 41, newLines: 2, lines: [' const a = 1;', '-let b\u202e = 2;', '+const b = 2;'] }] }, call: 'c1' },
    { type: 'tool_result', data: { status: 'ok' }, call: 'c1' },
  ], 'diff');
  const file = screen.getByRole('article', { name: 'src/a.ts' });
  expect(file).toHaveTextContent('+1');
  expect(file).toHaveTextContent('−1');
  expect(file).toHaveTextContent('42−let bU+202E = 2;');
  expect(file).toHaveTextContent('42+const b = 2;');
});

test('draws the final output as markdown and shows markup in it as text', async () => {
  await show([{ type: 'final_output', data: { title: 'Done', format: 'markdown', content: `It **works**.\n\n${HOSTILE}\n\n[bad](javascript:alert(1)) [good](https://example.org/x) ![pixel](https://example.org/p.png)` } }], 'output');
  const output = await screen.findByRole('region', { name: 'Done' });
  expect(await within(output).findByText('works')).toHaveProperty('tagName', 'STRONG');
  expect(output).toHaveTextContent(HOSTILE);
  expect(document.querySelector('script')).toBeNull();
  expect(document.querySelector('img')).toBeNull();
  expect(within(output).getAllByRole('link').map((link) => [link.getAttribute('href'), link.getAttribute('rel')])).toEqual([['https://example.org/x', 'noopener nofollow noreferrer']]);
  expect(output).toHaveTextContent('good (example.org)');
  expect(output).toHaveTextContent('[image: pixel]');
});

test('shows an answer in JSON with indentation', async () => {
  await show([{ type: 'final_output', data: { format: 'json', content: '{"a":1}' } }], 'output');
  expect((await screen.findByRole('region', { name: 'Output' })).querySelector('pre')?.textContent).toBe('{\n  "a": 1\n}');
});

test('says what is missing when a session has no commands, tests or answer', async () => {
  const { user } = await show([{ type: 'prompt', data: { text: 'Hi', origin: 'human' } }]);
  expect(screen.getByText('No command yet')).toBeVisible();
  await user.click(within(screen.getByRole('region', { name: 'Inspector' })).getByRole('tab', { name: /Tests/ }));
  expect(await screen.findByText('No tests yet')).toBeVisible();
});

test('tells the time, event and its failure at the playhead by words', async () => {
  const { store } = await show(command);
  const slider = screen.getByRole('slider', { name: 'Session timeline' });
  slider.focus();
  const { user } = { user: userEvent.setup() };
  await user.keyboard('{Home}{ArrowRight}');
  expect(store.getState().currentIndex).toBeGreaterThanOrEqual(0);
  expect(slider.getAttribute('aria-valuetext')).toMatch(/^00:0\d, step \d of \d, /);
});

test('jumps between errors by n and plays by Space, and leaves typing alone', async () => {
  const { store, view, user } = await show(command);
  store.seek(0);
  const app = view.container.querySelector<HTMLElement>('[data-ph]');
  app?.focus();
  await user.keyboard('n');
  const current = store.getState().model.events[store.getState().currentIndex];
  expect(current?.severity).toBe('error');
  store.seek(0);
  await user.keyboard(' ');
  expect(store.getState().playing).toBe(true);
  await user.keyboard(' ');
  expect(store.getState().playing).toBe(false);
  await user.keyboard('{Home}');
  expect(store.getState().currentIndex).toBe(0);
});

test('renders on a server without a browser', async () => {
  const store = await openReplay(command);
  const html = renderToString(<SessionReplay store={store} />);
  expect(html).toContain('Get the suite green');
  expect(html).toContain('Add JWT auth');
});

test('shows the records of an event as text', async () => {
  const { store, user } = await show([{ type: 'prompt', data: { text: HOSTILE, origin: 'human' } }]);
  store.select('r1');
  await user.click(within(screen.getByRole('region', { name: 'Inspector' })).getByRole('tab', { name: 'Raw' }));
  expect(await within(screen.getByRole('region', { name: 'Inspector' })).findByText(/window\.hacked = true/)).toBeVisible();
  expect(document.querySelector('script')).toBeNull();
});

test('shows the terminal of the command at the playhead after another was selected', async () => {
  const { store } = await show([
    { type: 'terminal_command', data: { command: 'npm ci', tool: 'Bash' }, call: 'c1' },
    { type: 'tool_result', data: { status: 'ok' }, call: 'c1' },
    { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c2' },
    { type: 'tool_result', data: { status: 'failed' }, call: 'c2' },
  ]);
  const terminal = (): HTMLElement => screen.getByRole('region', { name: 'Terminal' });
  act(() => store.select('r3'));
  expect(terminal()).toHaveTextContent('npm test');
  act(() => store.seek(1000));
  expect(terminal()).toHaveTextContent('npm ci');
});
