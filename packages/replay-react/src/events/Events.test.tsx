import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { openReplay, type Line } from '../testing/build-session.ts';
import { Events } from './Events.tsx';

async function showRows(lines: readonly Line[]): Promise<string[]> {
  const store = await openReplay(lines);
  render(<ReplayRoot store={store}><Events /></ReplayRoot>);
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
