import type { EventData, EventType, JsonObject, SessionRecord } from '@playhead/protocol';

/** 2025-11-21T00:00:00Z in microseconds. */
export const START = 1_763_683_200_000_000;

/** Writes records one second apart, as one producer would. */
export function recordBuilder(producer = 'p1'): {
  <Type extends EventType>(type: Type, data: EventData<Type>, more?: Partial<Omit<SessionRecord, 'data' | 'type'>>): SessionRecord;
} {
  let n = 0;
  return (type, data, more = {}) => {
    const number = n;
    n += 1;
    return {
      $r: 1, id: `${producer}-${number}`, p: producer, e: 0, n: number, at: START + number * 1_000_000, type, via: 'hook', ...more,
      data: data as unknown as JsonObject, // event data is JSON
    };
  };
}

/** A small session with a failing and a passing test run, an edit and a denied command. */
export function sampleSession(): SessionRecord[] {
  const record = recordBuilder();
  const bash = (call: string, command: string, exitCode: number, failed: number): SessionRecord[] => [
    record('terminal_command', { command, description: 'Run tests', tool: 'Bash', input: { timeout: 5 } }, { call, turn: 't1' }),
    record('terminal_output', { text: `${failed} failed\n`, exitCode }, { call, turn: 't1' }),
    record('test_result', { framework: 'node:test', passed: 3, failed }, { call, turn: 't1' }),
    record('tool_result', { status: failed > 0 ? 'failed' : 'ok', text: `${failed} failed` }, { call, turn: 't1' }),
  ];
  return [
    record('session_start', { sessionId: 's1', name: 'Add login', harness: 'claude-code', agentName: 'Claude', workspaceName: 'web' }),
    record('prompt', { text: 'Make the tests pass', origin: 'human' }, { turn: 't1' }),
    ...bash('c1', 'npm test', 1, 2),
    record('tool_call', { name: 'Edit', kind: 'edit', title: 'src/login.ts', input: { file_path: 'src/login.ts' } }, { call: 'c2', turn: 't1' }),
    record('file_diff', { path: 'src/login.ts', change: 'modified', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 2, lines: ['-a', '+b', '+c'] }] }, { call: 'c2' }),
    record('tool_result', { status: 'ok', text: 'Edited' }, { call: 'c2' }),
    ...bash('c3', 'npm test', 0, 0),
    record('assistant_text', { text: 'All ', messageId: 'm1', index: 0 }),
    record('assistant_text', { text: 'green.', messageId: 'm1', index: 1 }),
    record('turn_end', {}, { turn: 't1' }),
    record('prompt', { text: 'Deploy', origin: 'human' }),
    record('terminal_command', { command: 'rm -rf /' }, { call: 'c4' }),
    record('permission_decision', { decision: 'denied', by: 'user', reason: 'no' }, { call: 'c4' }),
    record('mcp_call', { server: 'github', tool: 'create_issue', input: { title: 'x' } }, { call: 'c5', agent: 'a1' }),
    record('subagent_start', { agentType: 'Explore' }, { call: 'c5', agent: 'a1' }),
    record('usage', { inputTokens: 10, outputTokens: 5 }, { key: 'u1' }),
    record('usage', { inputTokens: 10, outputTokens: 5 }, { key: 'u1' }),
    record('final_output', { content: '', format: 'text' }),
    record('final_output', { title: 'Done', content: 'Works', format: 'markdown' }),
    record('session_stop', {}),
    record('session_status', { status: 'completed' }),
  ];
}
