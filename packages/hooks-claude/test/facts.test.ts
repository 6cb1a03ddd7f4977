import type { JsonObject, JsonValue } from '@playhead/protocol';
import type { HarnessEvidence, RecordInput } from '@playhead/recorder';
import { describe, expect, test } from 'vitest';
import { claudeHarness } from '../src/index.ts';
import { arrivals, text } from './fixtures.ts';

// What was measured of Claude Code and decides how its hooks are read. A captured payload stands in each test that has one.

/** Everything of one captured session, recorded. */
function recordSession(name: string, which: (payload: JsonObject) => boolean = () => true, evidence: HarnessEvidence = {}): readonly RecordInput[] {
  const first = arrivals(name)[0]?.payload['session_id'];
  return record(arrivals(name).map(({ payload }) => payload).filter((payload) => payload['session_id'] === first && which(payload)), evidence);
}

function record(payloads: readonly JsonObject[], evidence: HarnessEvidence = {}): readonly RecordInput[] {
  let state = claudeHarness.initialState();
  return payloads.flatMap((payload, at) => {
    const reduction = claudeHarness.reduce(state, payload, { at, evidence });
    state = reduction.state;
    return reduction.records;
  });
}

const base = { session_id: 's', transcript_path: '/p/s.jsonl', cwd: '/w', prompt_id: 'p1' };
const hook = (hook_event_name: string, fields: JsonObject = {}): JsonObject => ({ ...base, hook_event_name, ...fields });
const call = (id: string, tool: string, input: JsonValue, fields: JsonObject = {}): JsonObject => hook('PreToolUse', { tool_name: tool, tool_input: input, tool_use_id: id, ...fields });
const done = (id: string, tool: string, input: JsonValue, response: JsonValue): JsonObject => hook('PostToolUse', { tool_name: tool, tool_input: input, tool_use_id: id, tool_response: response });
const typesOf = (records: readonly RecordInput[]): readonly string[] => records.map(({ type }) => type);
const whole = recordSession('v2.1.197');
const ofTool = (tool: string, index = 0): readonly RecordInput[] => {
  const opener = whole.filter(({ type, data }) => ['terminal_command', 'tool_call', 'mcp_call', 'skill_use'].includes(type) && (data['tool'] === tool || data['name'] === tool))[index];
  return whole.filter((one) => one.call !== undefined && one.call === opener?.call);
};

describe('commands', () => {
  test.each([
    ['interrupted', 'Exit code 137\n[Request interrupted by user for tool use]'],
    ['failed', 'Exit code 1\n[Request interrupted by user] stood in the log\nof another program'],
  ])('a command is %s whose failure a module is told as %j', (status, error) => {
    const input = { command: 'sleep 60' };
    const records = record([call('t', 'Bash', input), hook('PostToolUseFailure', { tool_name: 'Bash', tool_input: input, tool_use_id: 't', error })]);
    expect(records.find(({ type }) => type === 'tool_result')?.data['status']).toBe(status);
  });

  test('a failing command has the exit code of its error, and one that succeeds has 0', () => {
    const outputs = whole.filter(({ type }) => type === 'terminal_output').map(({ data }) => [data['exitCode'], String(data['text']).slice(0, 9)]);
    expect(outputs).toContainEqual([3, 'out\nboom:']);
    expect(outputs.filter(([code]) => code === 0).length).toBeGreaterThan(3);
  });

  test('output keeps its colours', () => {
    expect(whole.some(({ type, data }) => type === 'terminal_output' && String(data['text']).includes('\u001b[32m✓'))).toBe(true);
  });

  test('a command in the background has no exit code yet', () => {
    const started = whole.find(({ type, data }) => type === 'terminal_command' && data['background'] === true);
    expect(whole.find(({ type, call: id }) => type === 'terminal_output' && id === started?.call)?.data).not.toHaveProperty('exitCode');
  });

  test('an output cut at 30,000 characters is recorded whole once it was read, and says so when it was not', () => {
    const cut = arrivals('v2.1.197').map(({ payload }) => payload).find(({ tool_response: response }) => typeof response === 'object' && response !== null && 'persistedOutputPath' in response)!;
    expect(record([cut], { fullOutput: 'all of it' }).find(({ type }) => type === 'terminal_output')?.data).toMatchObject({ text: 'all of it', exitCode: 0 });
    expect(record([cut], { missing: 'It is gone.' }).find(({ type }) => type === 'recorder_gap')?.data['reason']).toBe('It is gone.');
  });
});

describe('every call is closed', () => {
  test.each([
    ['a text to replace that is not there', 'Edit', 1, 'failed', 'String to replace not found'], ['an unknown tool', 'NoSuchTool', 0, 'failed', 'No such tool available'],
    ['an input that does not fit', 'Read', 7, 'failed', 'InputValidationError'],
  ])('by the batch: %s', (_what, tool, index, status, said) => {
    const results = ofTool(tool, index).filter(({ type }) => type === 'tool_result');
    expect(results.map(({ data }) => [data['status'], String(data['text']).includes(said)])).toEqual([[status, true]]);
  });

  test('by the batch: a call that a rule denied, with who decided', () => {
    const denied = whole.find(({ type }) => type === 'permission_decision');
    expect(denied?.data).toMatchObject({ decision: 'denied', by: 'rule', reason: expect.stringContaining('has been denied') });
    expect(whole.filter(({ call: id, type }) => id === denied?.call && type === 'tool_result').map(({ data }) => data['status'])).toEqual(['denied']);
  });

  test('none is left open in any captured session', () => {
    for (const name of ['jwt-auth', 'jwt-auth-v2.1.197', 'v2.1.197', 'tui-deny']) {
      const records = recordSession(name);
      const open = new Set(records.filter(({ type }) => ['terminal_command', 'tool_call', 'mcp_call', 'skill_use'].includes(type)).map(({ call: id }) => id));
      for (const { type, call: id } of records) if (type === 'tool_result') open.delete(id);
      expect([name, [...open]]).toEqual([name, []]);
    }
  });

  test('Esc, after which nothing more comes, leaves it interrupted at the next prompt', () => {
    const records = record([hook('UserPromptSubmit', { prompt: 'one' }), call('t1', 'Bash', { command: 'sleep 99' }), hook('UserPromptSubmit', { prompt: 'two', prompt_id: 'p2' })]);
    expect(records.filter(({ call: id }) => id === 't1').map(({ type, data }) => [type, data['status']])).toEqual([['terminal_command', undefined], ['tool_result', 'interrupted']]);
    expect(records.find(({ type }) => type === 'turn_end')).toMatchObject({ turn: 'p1', data: { outcome: 'interrupted' } });
  });
});

describe('order says nothing', () => {
  test('five parallel calls end in the order of completion, each with its own result', () => {
    const parallel = arrivals('v2.1.197').map(({ payload }) => payload).find(({ hook_event_name: name, tool_calls: calls }) => name === 'PostToolBatch' && Array.isArray(calls) && calls.length === 5);
    const ids = (parallel!['tool_calls'] as readonly { tool_use_id: string }[]).map(({ tool_use_id: id }) => id); // as captured
    const mine = (payload: JsonObject): boolean => ids.includes(String(payload['tool_use_id']));
    const calm = recordSession('v2.1.197', mine);
    const payloads = arrivals('v2.1.197').map(({ payload }) => payload).filter(mine);
    const shuffled = record([...payloads.filter(({ hook_event_name: name }) => name === 'PreToolUse'), ...payloads.filter(({ hook_event_name: name }) => name === 'PostToolUse').reverse()]);
    const perCall = (records: readonly RecordInput[]): unknown => ids.map((id) => records.filter(({ call: one }) => one === id).map(({ type, data, key }) => [type, data, key]));
    expect(perCall(shuffled)).toEqual(perCall(calm));
  });

  test('a permission request joins the open call with the same input, whatever the order of its keys', () => {
    const inputs: readonly JsonObject[] = [{ command: 'rm a', description: 'x' }, { command: 'rm b', description: 'x' }, { command: 'rm c', description: 'x' }];
    const records = record([
      ...inputs.map((input, index) => call(`t${index}`, 'Bash', input)),
      hook('PermissionRequest', { tool_name: 'Bash', tool_input: { description: 'x', command: 'rm b' }, permission_suggestions: [] }),
    ]);
    expect(records.at(-1)).toMatchObject({ type: 'permission_request', call: 't1', data: { tool: 'Bash', suggestions: [] } });
    expect(records.at(-1)?.data).not.toHaveProperty('extra'); // the call has the input
  });
});

describe('who is who', () => {
  test('the end of a background task is a turn of the machine, not of a person', () => {
    const prompts = whole.filter(({ type }) => type === 'prompt').map(({ data }) => data['origin']);
    expect(prompts.slice(0, 2)).toEqual(['human', 'machine']);
  });

  test('a slash command and a prompt of an MCP server are commands, with what they became', () => {
    const all = record(arrivals('v2.1.197').map(({ payload }) => payload).filter(({ hook_event_name: name }) => name === 'UserPromptExpansion' || name === 'UserPromptSubmit'));
    expect(all.filter(({ type }) => type === 'prompt_expansion').map(({ data }) => data['name'])).toEqual(['demo', expect.stringContaining('hello')]);
    expect(all.filter(({ type, data }) => type === 'prompt' && data['origin'] === 'command')).toHaveLength(2);
  });

  test('the agent that compacts inside the client never started, so it is none of ours', () => {
    const compacting = arrivals('v2.1.197').map(({ payload }) => payload).filter(({ agent_type: type }) => type === '');
    expect(compacting).toHaveLength(1);
    expect(record(compacting)).toEqual([]);
    expect(whole.filter(({ type }) => type === 'compaction').map(({ data }) => data['phase'])).toEqual(['start', 'end']);
  });

  test('calls of a subagent are its own, and its result names it', () => {
    const started = whole.find(({ type }) => type === 'subagent_start');
    expect(started?.call).toBe(ofTool('Agent')[0]?.call);
    expect(whole.filter(({ agent, type }) => agent === started?.agent && type === 'tool_result').length).toBeGreaterThanOrEqual(2);
  });

  test('two subagents that start in parallel are linked by what their calls say once they end', () => {
    const records = record([
      call('a1', 'Agent', { subagent_type: 'x', prompt: '1' }), call('a2', 'Agent', { subagent_type: 'x', prompt: '2' }),
      hook('SubagentStart', { agent_id: 'second', agent_type: 'x' }), hook('SubagentStart', { agent_id: 'first', agent_type: 'x' }),
      done('a2', 'Agent', { subagent_type: 'x', prompt: '2' }, { status: 'completed', agentId: 'second' }), done('a1', 'Agent', { subagent_type: 'x', prompt: '1' }, { status: 'completed', agentId: 'first' }),
      hook('SubagentStop', { agent_id: 'second', agent_type: 'x' }), hook('SubagentStop', { agent_id: 'first', agent_type: 'x' }),
    ]);
    const links = Object.fromEntries(records.filter(({ type }) => type === 'subagent_start').map(({ agent, call: id }) => [agent, id])); // the last one counts
    expect(links).toEqual({ second: 'a2', first: 'a1' });
    expect(records.filter(({ type }) => type === 'subagent_stop').map(({ agent, call: id }) => [agent, id])).toEqual([['second', 'a2'], ['first', 'a1']]);
  });

  test('a background subagent is linked at once and stays open until it stops', () => {
    const records = record([call('a1', 'Agent', { prompt: 'x', run_in_background: true }), hook('SubagentStart', { agent_id: 'b', agent_type: 'x' }), done('a1', 'Agent', { prompt: 'x' }, { status: 'async_launched', agentId: 'b', outputFile: '/o' }), call('t1', 'Bash', { command: 'ls' }, { agent_id: 'b', agent_type: 'x' }), hook('UserPromptSubmit', { prompt: 'go on', prompt_id: 'p2' })]);
    expect(records.filter(({ call: id, type }) => id === 't1' && type === 'tool_result')).toEqual([]);
    expect(records.find(({ type }) => type === 'subagent_start')?.call).toBe('a1');
  });

  test('a session that was resumed, compacted or forked says how it began', () => {
    for (const source of ['startup', 'resume', 'fork', 'clear', 'compact']) {
      expect(record([hook('SessionStart', { source })])[0]?.data).toEqual({ name: 'SessionStart', extra: { source } });
      expect(claudeHarness.headerOf(hook('SessionStart', { source }), { at: 1, evidence: {} })['metadata']).toMatchObject({ startedBy: source });
    }
    const ended = { ...claudeHarness.initialState(), ended: true };
    expect(['resume', 'compact'].map((source) => claudeHarness.beginsSession(hook('SessionStart', { source }), ended))).toEqual([true, false]);
  });
});

describe('tools', () => {
  test.each([
    ['mcp__issues__get_issue', { name: 'issues', source: 'local' }, 'issues', 'get_issue'], ['mcp__a__b__c__d', { name: 'a__b' }, 'a__b', 'c__d'],
    ['mcp__plugin_acme_my-db__run__query', { name: 'plugin:acme:my-db' }, 'plugin:acme:my-db', 'run__query'], ['mcp__demo__echo', undefined, 'demo', 'echo'],
  ])('%s is cut where the name of its server ends', (name, server, expectedServer, tool) => {
    expect(record([call('t', name, {}, server === undefined ? {} : { mcp_server: server })])[0]).toMatchObject({ type: 'mcp_call', data: { server: expectedServer, tool } });
  });

  test('an MCP call that says it failed has failed; structured content is its result', () => {
    expect(ofTool('mcp__demo__fail').filter(({ type }) => type === 'tool_result').map(({ data }) => data['status'])).toEqual(['failed', 'failed']);
    expect(ofTool('mcp__demo__add').find(({ type }) => type === 'tool_result')?.data['output']).toBe('{"sum":5}');
  });

  test('images stand beside their media type, so that they are kept as bytes', () => {
    expect(JSON.stringify(ofTool('mcp__demo__image').find(({ type }) => type === 'tool_result')?.data)).toContain('"media_type":"image/png"');
    expect(whole.some(({ type, data }) => type === 'file_read' && data['mediaType'] === 'image/png' && String(data['content']).startsWith('iVBOR'))).toBe(true);
  });

  test('an edit has its exact lines and the file before it, and says so when the user changed it', () => {
    const edited = ofTool('Edit').find(({ type }) => type === 'file_diff');
    expect(edited?.data).toMatchObject({ change: 'modified', before: expect.stringContaining("-token'") });
    expect(JSON.stringify(edited?.data['hunks'])).toContain('"+  ');
    const response = { filePath: '/w/a', oldString: 'a', newString: 'b', originalFile: 'a', structuredPatch: [], userModified: true, replaceAll: false };
    expect(record([done('t', 'Edit', { file_path: '/w/a', old_string: 'a', new_string: 'b' }, response)]).find(({ type }) => type === 'file_diff')?.data['userModified']).toBe(true);
  });

  test('a skill without a version has the digest of its file', () => {
    const skill = { digest: `sha256-${'ab'.repeat(32)}` };
    const loaded = arrivals('v2.1.197').map(({ payload }) => payload).find(({ tool_name: tool, hook_event_name: name }) => tool === 'Skill' && name === 'PreToolUse')!;
    expect(record([loaded], { skill })[0]).toMatchObject({ type: 'skill_use', data: { name: 'greet', version: 'sha256-abababababab', digest: skill.digest } });
  });

  test.each<[string, JsonObject, JsonValue, string, string | undefined]>([
    ['MultiEdit', { file_path: '/w/a', edits: [{ old_string: 'a', new_string: 'b' }] }, { filePath: '/w/a', edits: [{ old_string: 'a', new_string: 'b' }], originalFile: 'a', structuredPatch: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a', '+b'] }], userModified: false }, 'edit', 'file_diff'],
    ['LS', { path: '/w' }, '- /w/\n  - a.txt', 'read', undefined],
    ['Task', { description: 'Look', prompt: 'Look around', subagent_type: 'Explore' }, { agentId: 'x', content: [] }, 'subagent', undefined],
    ['BashOutput', { bash_id: 'b1' }, { shellId: 'b1', status: 'completed', exitCode: 2, stdout: 'late', stderr: '' }, 'command', 'terminal_output'],
    ['BashOutput', { bash_id: 'b1' }, { output: 'late', status: 'running' }, 'command', 'terminal_output'],
    ['KillShell', { shell_id: 'b1' }, { message: 'Killed', shell_id: 'b1' }, 'command', undefined],
    ['ToolOfTomorrow', { title: 'New', deep: { odd: [1] } }, { odd: 'result' }, 'tool', undefined],
  ])('%s is recorded whole', (tool, input, response, kind, details) => {
    const records = record([call('t', tool, input), done('t', tool, input, response)]);
    expect(records[0]?.data).toMatchObject({ name: tool, kind, input });
    expect(typesOf(records).slice(1)).toEqual([...(details === undefined ? [] : [details]), 'tool_result']);
    if (details === undefined) expect(records.at(-1)?.data['output']).toEqual(response);
  });

  test('what a background command printed later has the exit code once it ended', () => {
    const ended = record([call('t', 'BashOutput', { bash_id: 'b' }), done('t', 'BashOutput', { bash_id: 'b' }, { stdout: 'late', stderr: 'oh', status: 'failed', exitCode: 2 })]);
    expect(ended.filter(({ type }) => type === 'terminal_output').map(({ data }) => data)).toEqual([{ text: 'late', exitCode: 2 }, { text: 'oh', stream: 'stderr', index: 1 }]);
    expect(ended.at(-1)?.data['output']).toEqual({ status: 'failed' });
  });
});

describe('hook events', () => {
  const undocumentedByCapture: readonly (readonly [string, JsonObject])[] = [
    ['Setup', { trigger: 'init' }], ['TeammateIdle', { teammate_name: 'ada', team_name: 'core' }], ['WorktreeCreate', { name: 'feature' }],
    ['WorktreeRemove', { worktree_path: '/w/tree' }], ['DirectoryAdded', { directory: '/other', source: 'user' }],
  ];
  test.each(undocumentedByCapture)('%s, which nobody has captured yet, is kept as it is documented', (name, fields) => {
    expect(record([hook(name, fields)])).toMatchObject([{ type: 'harness_event', data: { name, extra: fields } }]);
  });

  test('PermissionDenied, which nobody has captured yet, says that a policy decided', () => {
    const denied = record([call('t', 'Bash', { command: 'rm -rf /' }), hook('PermissionDenied', { tool_name: 'Bash', tool_input: { command: 'rm -rf /' }, tool_use_id: 't', reason: 'dangerous' })]);
    expect(denied.at(-1)).toMatchObject({ type: 'permission_decision', call: 't', data: { decision: 'denied', by: 'policy', reason: 'dangerous' } });
    expect(denied.at(-1)?.data).not.toHaveProperty('extra'); // its call has tool and input
  });

  test('all 33 are known: captured, documented, or deliberately not asked for', () => {
    const captured = new Set(['jwt-auth', 'v2.1.197', 'tui-deny'].flatMap((name) => arrivals(name).map(({ payload }) => String(payload['hook_event_name']))));
    for (const name of ['FileChanged', 'ConfigChange', 'ElicitationResult', 'PreModelSwitch', 'PostModelSwitch', 'PostToolUseFailure', 'PermissionRequest']) if (text(`v2.1.329-examples/${name}.jsonl`) !== '') captured.add(name);
    expect(new Set([...captured, ...undocumentedByCapture.map(([name]) => name), 'PermissionDenied']).size).toBe(33);
  });
});
