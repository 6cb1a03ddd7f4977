import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test, vi } from 'vitest';
import { PlayheadError } from '@playhead/protocol';
import { createReplay, type ReplaySource } from '@playhead/replay-core';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { openReplay, type Line } from '../testing/build-session.ts';
import { Events } from './Events.tsx';

// A busy machine takes seconds to read these modules for the first time.
beforeAll(async () => { await import('./later.ts'); }, 60_000);

/** What open rows show loads once the rows are there. */
async function bodiesDrawn(): Promise<void> {
  await waitFor(() => expect(document.querySelector('.ph-well--wait')).toBeNull());
}

async function showRows(lines: readonly Line[]): Promise<string[]> {
  const store = await openReplay(lines);
  render(<ReplayRoot store={store}><Events /></ReplayRoot>);
  await bodiesDrawn();
  return screen.getAllByRole('article').map((row) => row.textContent ?? '');
}

test('says Denied, with its icon, where a permission refused a command', async () => {
  await showRows([
    { type: 'terminal_command', data: { command: 'psql "$PROD"', tool: 'Bash' }, call: 'c1' },
    { type: 'permission_decision', data: { decision: 'denied', by: 'policy' }, call: 'c1' },
    { type: 'tool_result', data: { status: 'denied' }, call: 'c1' },
  ]);
  const row = screen.getByText('Denied').closest('article');
  expect(row).toHaveAttribute('data-status', 'denied');
  expect(row).toHaveTextContent('psql "$PROD"');
});

test('names the server and the tool of an MCP call, and the version of a skill', async () => {
  const rows = await showRows([
    { type: 'mcp_call', data: { server: 'postgres', tool: 'query', input: { sql: 'select 1' } }, call: 'c1' },
    { type: 'skill_use', data: { name: 'vitest-patterns', version: '1.4.0' }, call: 'c2' },
  ]);
  expect(rows.some((row) => row.includes('postgres › query') && row.includes('select 1'))).toBe(true);
  expect(rows.some((row) => row.includes('vitest-patternsv1.4.0'))).toBe(true);
});

test('shows a step as one row with its tests in words', async () => {
  const rows = await showRows([
    { type: 'terminal_command', data: { command: 'npm test' }, call: 'c1' },
    { type: 'terminal_output', data: { text: 'x', exitCode: 1 }, call: 'c1' },
    { type: 'test_result', data: { failed: 3, passed: 12 }, call: 'c1' },
    { type: 'tool_result', data: { status: 'failed' }, call: 'c1' },
  ]);
  expect(rows.filter((row) => row.includes('npm test'))).toHaveLength(1);
  expect(rows.find((row) => row.includes('npm test'))).toContain('3 failed12 passed');
});

test('labels what a subagent did with its type', async () => {
  await showRows([
    { type: 'subagent_start', data: { agentType: 'code-reviewer' }, agent: 'a1' },
    { type: 'terminal_command', data: { command: 'git diff' }, call: 'c1', agent: 'a1' },
  ]);
  expect(screen.getByRole('article', { name: /code-reviewer.*git diff/ })).toHaveAttribute('data-agent');
});

test('shows characters that would hide in a command', async () => {
  const rows = await showRows([{ type: 'terminal_command', data: { command: 'rm \u202e\u200bx' }, call: 'c1' }]);
  expect(rows.find((row) => row.includes('rm'))).toContain('rm U+202EU+200Bx');
});

test('joins the pieces of one message', async () => {
  const rows = await showRows([
    { type: 'assistant_text', data: { text: 'I will ', messageId: 'm1', index: 0 } },
    { type: 'assistant_text', data: { text: 'test it.', messageId: 'm1', index: 1, final: true } },
  ]);
  expect(rows.filter((row) => row.includes('I will test it.'))).toHaveLength(1);
});

test('leaves out what the harness only noted and what has nothing to say', async () => {
  const rows = await showRows([
    { type: 'harness_event', data: { name: 'SessionStart' } },
    { type: 'made_up_type', data: {} },
    { type: 'prompt', data: { text: 'Hi', origin: 'human' } },
  ]);
  expect(rows).toHaveLength(2);
  expect(rows[1]).toContain('Hi');
});

test('shows files by their path in the working directory', async () => {
  const rows = await showRows([
    { type: 'session_update', data: { cwd: '/home/dev/api' } },
    { type: 'tool_call', data: { name: 'Read', kind: 'read', title: '/home/dev/api/src/app.ts' }, call: 'c1' },
  ]);
  expect(rows.at(-1)).toContain('Readsrc/app.ts');
});

const command = (call: string, text: string, status = 'ok'): Line[] => [
  { type: 'terminal_command', data: { command: `run ${call}`, tool: 'Bash' }, call },
  { type: 'terminal_output', data: { text, exitCode: status === 'ok' ? 0 : 1 }, call },
  { type: 'tool_result', data: { status }, call },
];

test('opens the row at the playhead, and leaves rows as the user put them', async () => {
  const store = await openReplay([...command('a', 'first output'), ...command('b', 'second output')]);
  render(<ReplayRoot store={store}><Events /></ReplayRoot>);
  await bodiesDrawn();
  expect(screen.getByText('second output')).toBeVisible();
  expect(screen.queryByText('first output')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Expand Bash, run a' }));
  expect(screen.getByText('first output')).toBeVisible();
  fireEvent.click(screen.getByRole('button', { name: 'Collapse Bash, run b' }));
  expect(screen.queryByText('second output')).toBeNull();
});

test('shows the failing lines of a test run first, says how many are left, and opens the rest', async () => {
  const lines = [...Array.from({ length: 30 }, (_, index) => ` \u001b[32m✓\u001b[39m passes ${index}`), ' × revokes the family', '   → expected 200 to be 401', ' ✓ more', ' ✓ yet more', 'Tests  1 failed | 32 passed'];
  const [start, , end] = command('t', '', 'failed');
  const store = await openReplay([start as Line, { type: 'terminal_output', data: { text: lines.join('\n'), exitCode: 1 }, call: 't' }, { type: 'test_result', data: { passed: 32, failed: 1 }, call: 't' }, end as Line]);
  render(<ReplayRoot store={store}><Events /></ReplayRoot>);
  await bodiesDrawn();
  const row = screen.getByRole('article', { name: /Tests, run t/ });
  expect(row).toHaveTextContent('× revokes the family → expected 200 to be 401 ✓ more Tests 1 failed | 32 passed');
  expect(row).not.toHaveTextContent('passes 3');
  expect(within(row).getByRole('button', { name: '31 more lines' })).toBeVisible();
});

test('keeps the place of what an open row shows until that is loaded', async () => {
  const store = await openReplay(command('a', 'its output'));
  render(<ReplayRoot store={store}><Events /></ReplayRoot>);
  expect(document.querySelector('.ph-well--wait')).toBeInTheDocument();
  expect(await screen.findByText('its output')).toBeVisible();
});

test('says who refused what and why', async () => {
  await showRows([
    { type: 'terminal_command', data: { command: 'psql "$PROD"', tool: 'Bash' }, call: 'c1' },
    { type: 'permission_decision', data: { decision: 'denied', by: 'policy', reason: 'no-prod-writes' }, call: 'c1' },
    { type: 'tool_result', data: { status: 'denied' }, call: 'c1' },
  ]);
  const said = [...document.querySelectorAll('.ph-kv > *')].map((element) => element.textContent);
  expect(said.join(' ')).toMatch(/reason no-prod-writes requested psql "\$PROD" decided by policy/);
});

test('shows what an MCP tool was given and what came back by name', async () => {
  await showRows([
    { type: 'mcp_call', data: { server: 'linear', tool: 'get_issue', input: { id: 'API-482' } }, call: 'c1' },
    { type: 'tool_result', data: { status: 'ok', text: '{"title":"JWT auth","state":"In progress"}' }, call: 'c1' },
  ]);
  const lists = [...document.querySelectorAll('dl')].map((list) => list.textContent);
  expect(lists).toEqual(['id"API-482"', 'title"JWT auth"state"In progress"']);
});

test('shows the tasks of a list with how they stand', async () => {
  await showRows([{ type: 'task_list', data: { tasks: [{ id: '1', title: 'Write tests', status: 'completed' }, { id: '2', title: 'Fix reuse', status: 'in_progress' }] } }]);
  expect(screen.getByText('1 of 2 done')).toBeVisible();
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['Done: Write tests', 'In progress: Fix reuse']);
});

test('shows the beginning of a very long prompt, and all of it when asked', async () => {
  const user = userEvent.setup();
  const rows = await showRows([{ type: 'prompt', data: { text: `first words\n${'and so on\n'.repeat(1000)}last words`, origin: 'human' } }]);
  expect(rows.join(' ')).toContain('first words');
  expect(screen.queryByText(/last words/)).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Show all', expanded: false }));
  expect(screen.getByText(/last words/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Show less', expanded: true }));
  expect(screen.queryByText(/last words/)).toBeNull();
});

test('names what redaction took out, and a prompt that it kept back', async () => {
  const rows = await showRows([{ type: 'prompt', data: { text: '[[TEXT:41b0de:~256]]', origin: 'human' } }, { type: 'terminal_command', data: { command: 'curl -H [[AUTHORIZATION:7f3a9c]]' }, call: 'c1' }]);
  expect(rows[1]).toContain('Prompt withheld by redactiontext ~256');
  expect(rows[2]).toContain('curl -H authorization');
});

test('draws a body by the renderer of the host, the most specific one', async () => {
  const store = await openReplay([{ type: 'mcp_call', data: { server: 'linear', tool: 'get_issue', input: {} }, call: 'c1' }]);
  const renderers = { 'mcp:*': () => <p>any tool</p>, 'mcp:linear/*': ({ step }: { step?: { mcp?: { tool: string } } }) => <p>issue by {step?.mcp?.tool}</p>, 'kind:mcp': () => <p>kind</p> };
  render(<ReplayRoot store={store} renderers={renderers}><Events /></ReplayRoot>);
  expect(await screen.findByText('issue by get_issue')).toBeVisible();
});

test('says that an event could not be drawn where a renderer fails, and draws all others', async () => {
  const quiet = vi.spyOn(console, 'error').mockReturnValue();
  const store = await openReplay([...command('a', 'one'), { type: 'mcp_call', data: { server: 's', tool: 't' }, call: 'b' }]);
  const Broken = (): never => { throw new Error('no'); };
  render(<ReplayRoot store={store} renderers={{ 'mcp:*': Broken }}><Events /></ReplayRoot>);
  expect(await screen.findByText('This event could not be drawn')).toBeVisible();
  expect(screen.getByRole('article', { name: /Bash, run a/ })).toBeVisible();
  quiet.mockRestore();
});

test('says what filters leave out, and shows it again', async () => {
  const store = await openReplay([{ type: 'prompt', data: { text: 'Hello', origin: 'human' } }, ...command('a', 'one')]);
  store.setFilter({ kinds: ['prompt'] });
  render(<ReplayRoot store={store}><Events /></ReplayRoot>);
  expect(screen.getAllByRole('article')).toHaveLength(1);
  expect(await screen.findByText('4 events hidden by filters')).toBeVisible();
  fireEvent.click(screen.getByRole('button', { name: 'Clear' }));
  expect(screen.getAllByRole('article')).toHaveLength(3);
});

test('says in one sentence why nothing matches', async () => {
  const store = await openReplay(command('a', 'one'));
  store.setFilter({ kinds: ['mcp'] });
  render(<ReplayRoot store={store}><Events /></ReplayRoot>);
  expect(await screen.findByText('No events match')).toBeVisible();
  expect(screen.getByText('The session has no MCP calls.')).toBeVisible();
  fireEvent.click(screen.getByRole('button', { name: 'Clear filter' }));
  expect(screen.getByRole('article', { name: /run a/ })).toBeVisible();
});

test('marks what is searched for as text', async () => {
  const store = await openReplay([{ type: 'assistant_text', data: { text: 'I will <b>revoke</b> it' } }, ...command('revoke', 'revoked')]);
  store.setQuery('revoke');
  render(<ReplayRoot store={store}><Events /></ReplayRoot>);
  await bodiesDrawn();
  expect([...document.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['revoke', 'revoke', 'revoke']);
  expect(screen.getAllByRole('article')[1]).toHaveTextContent('I will <b>revoke</b> it');
});

test('shows the shapes of rows while the session loads', () => {
  const never: ReplaySource = { async *open() { yield await new Promise<never>(() => undefined); } };
  render(<ReplayRoot store={createReplay(never)}><Events /></ReplayRoot>);
  expect(screen.getByRole('status', { name: 'Loading events' })).toBeVisible();
});

test('says why a session did not load, and tries again', async () => {
  const broken: ReplaySource = { async *open() { yield await Promise.reject<never>(new PlayheadError('server_unavailable', 'The recording server answered 503 at 14:32.')); } };
  const retry = vi.fn();
  render(<ReplayRoot store={createReplay(broken)}><Events onRetry={retry} /></ReplayRoot>);
  expect(await screen.findByRole('alert')).toHaveTextContent('The session did not loadThe recording server answered 503 at 14:32.');
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledOnce();
});
