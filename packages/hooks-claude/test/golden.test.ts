import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm, symlink, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@playhead/protocol';
import type { HarnessEvidence, RecordInput } from '@playhead/recorder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claudeHarness } from '../src/index.ts';
import { arrivals, folder, text } from './fixtures.ts';

interface Call {
  readonly id: string; readonly name: string; readonly mcp?: { server: string; tool: string }; readonly agent_id: string | null;
  readonly prompt_id: string | null; readonly input: JsonObject; readonly status: string; readonly exit_code?: number; readonly output_sha256: string; readonly duration_ms: number | null;
}
interface Truth { readonly calls: readonly Call[]; readonly turns: readonly { prompt_id: string; prompt: string; kind: string }[]; readonly subagents: readonly { agent_id: string; agent_type: string; parent_call: string }[] }

let home: string;
beforeAll(async () => { home = await mkdtemp(join(tmpdir(), 'playhead-golden-')); });
afterAll(async () => rm(home, { recursive: true, force: true }));

async function gathered(payload: JsonObject): Promise<HarnessEvidence> {
  return claudeHarness.gather(JSON.parse(JSON.stringify(payload).replaceAll('/home/dev/.claude/projects', `${home}/projects`)) as JsonObject);
}

async function record(name: string): Promise<readonly RecordInput[]> {
  await cp(`${folder}${name}/transcripts`, `${home}/projects`, { recursive: true });
  let state = claudeHarness.initialState();
  const all: RecordInput[] = [];
  for (const { at_us: at, payload } of arrivals(name)) {
    const reduction = claudeHarness.reduce(state, payload, { at, evidence: await gathered(payload) });
    state = reduction.state;
    all.push(...reduction.records);
  }
  return all;
}

const openers = ['tool_call', 'terminal_command', 'mcp_call', 'skill_use'];
const sha256 = (value: unknown): string => createHash('sha256').update(String(value)).digest('hex');

function inputOf({ type, data }: RecordInput): unknown {
  const given = data['input'] as JsonObject | undefined;
  if (type === 'terminal_command') return { command: data['command'], ...(data['description'] !== undefined && { description: data['description'] }), ...given };
  return type === 'skill_use' ? { skill: data['name'], args: data['arguments'] } : given;
}

describe.each(['jwt-auth', 'jwt-auth-v2.1.197'])('%s', (name) => {
  const truth = JSON.parse(text(`${name}/truth.json`)) as Truth;
  let records: readonly RecordInput[];
  beforeAll(async () => { records = await record(name); });
  const of = (id: string, ...types: readonly string[]): readonly RecordInput[] => records.filter(({ call, type }) => call === id && types.includes(type));

  test('every tool call is there once, in its turn, by its agent, with its input', () => {
    expect(truth.calls).toHaveLength(96);
    for (const call of truth.calls) {
      const opened = of(call.id, ...openers);
      expect(opened.map(({ turn, agent }) => ({ turn, agent })), call.id).toEqual([{ turn: call.prompt_id, agent: call.agent_id ?? undefined }]);
      const { replace_all: given, ...input } = inputOf(opened[0]!) as JsonObject;
      expect(input).toEqual(Object.fromEntries(Object.entries(call.input).filter(([key]) => key !== 'replace_all')));
      expect(given ?? false).toBe(call.input['replace_all'] ?? false);
    }
    expect(records.filter(({ type }) => openers.includes(type))).toHaveLength(96);
  });

  test('every tool call ends as it did, with what the model was told', () => {
    for (const call of truth.calls) {
      const results = of(call.id, 'tool_result');
      expect(new Set(results.map(({ data }) => data['status'])), call.id).toEqual(new Set([call.status]));
      expect(results.filter(({ data }) => typeof data['text'] === 'string').map(({ data }) => sha256(data['text'])), call.id).toEqual([call.output_sha256]);
      if (call.duration_ms !== null) expect(results[0]?.data['durationUs']).toBe(call.duration_ms * 1000);
      if (call.exit_code !== undefined) expect(of(call.id, 'terminal_output')[0]?.data['exitCode']).toBe(call.exit_code);
    }
  });

  test('MCP calls name their server and tool, the denied call says who decided', () => {
    for (const call of truth.calls.filter(({ mcp }) => mcp)) expect(of(call.id, 'mcp_call')[0]?.data).toMatchObject(call.mcp!);
    for (const call of truth.calls.filter(({ status }) => status === 'denied')) {
      expect(of(call.id, 'permission_decision').map(({ data }) => data)).toMatchObject([{ decision: 'denied', by: 'rule', reason: expect.stringContaining('has been denied') }]);
    }
  });

  test('the subagent is linked to the call that started it', () => {
    for (const { agent_id: agent, agent_type: agentType, parent_call: call } of truth.subagents) {
      expect(records.filter(({ type }) => type === 'subagent_start')).toMatchObject([{ agent, call, data: { agentType } }]);
      expect(records.filter(({ type }) => type === 'subagent_stop')).toMatchObject([{ agent, call }]);
    }
  });

  test('the long output is there whole, with its test run', () => {
    const whole = records.find(({ type, data }) => type === 'terminal_output' && String(data['text']).length > 30_000);
    expect(Buffer.byteLength(String(whole?.data['text']))).toBe(42_340);
    expect(records.find(({ type, call }) => type === 'test_result' && call === whole?.call)?.data['failed']).toBe(0);
  });

  test('test runs are counted and failures say why', () => {
    const runs = records.filter(({ type }) => type === 'test_result').map(({ data }) => data);
    expect(runs[0]).toMatchObject({ framework: 'node:test', passed: 7, failed: 0, durationUs: name === 'jwt-auth' ? 250_000 : 460_000 });
    expect(runs.map(({ passed, failed }) => [passed, failed])).toContainEqual([6, 3]);
    const failing = runs.find(({ passed, failed }) => passed === 6 && failed === 3);
    expect(failing?.['cases']).toHaveLength(9);
    expect(failing?.['cases']).toContainEqual({ name: 'a fresh token gives its claims back', suite: 'jwt', status: 'failed', durationUs: expect.any(Number), message: 'token_expired\nat src/auth/jwt.js:32' });
  });

  test('the session has its prompts, a name, a final answer and an end', () => {
    expect(records.filter(({ type }) => type === 'prompt').map(({ turn, data }) => ({ prompt_id: turn, prompt: data['text'], kind: data['origin'] }))).toEqual(truth.turns.map(({ prompt_id, prompt, kind }) => ({ prompt_id, prompt, kind })));
    expect(records.filter(({ type }) => type === 'session_update').map(({ data }) => data['prompt'])).toContain(truth.turns[0]?.prompt);
    expect(records.filter(({ type }) => type === 'turn_end')).toHaveLength(3);
    expect(records.slice(-2)).toMatchObject([{ type: 'final_output', data: { format: 'markdown' } }, { type: 'session_stop', data: { outcome: 'success' } }]);
  });
});

test('a call that the user refused is closed as denied by the user', async () => {
  const records = await record('tui-deny');
  const asked = records.find(({ type }) => type === 'permission_request');
  expect(asked?.call).toBeDefined();
  const ofCall = records.filter(({ call }) => call === asked?.call);
  expect(ofCall.map(({ type }) => type)).toEqual(['terminal_command', 'permission_request', 'permission_decision', 'tool_result']);
  expect(ofCall.at(-2)?.data).toEqual({ decision: 'denied', by: 'user' });
  expect(ofCall.at(-1)?.data).toEqual({ status: 'denied' });
  expect(text(`tui-deny/transcripts/-home-dev-api-service/9017587a-959a-4c3e-aad2-c5b85bc484bd.jsonl`)).toContain('"toolDenialKind":"user-rejected"');
  expect(records.at(-1)).toMatchObject({ type: 'session_stop', data: { outcome: 'interrupted' } });
});

describe('reading outside the payload', () => {
  const payload = (path: string): JsonObject => ({
    session_id: 's1', transcript_path: `${home}/p/s1.jsonl`, cwd: `${home}/work`, hook_event_name: 'PostToolUse', tool_name: 'Bash', tool_use_id: 't1', tool_response: { stdout: 'part', persistedOutputPath: path },
  });
  beforeAll(async () => {
    await mkdir(`${home}/p/s1/tool-results`, { recursive: true });
    await mkdir(`${home}/work/.claude/skills/greet`, { recursive: true });
    await writeFile(`${home}/secret.txt`, 'secret');
    await writeFile(`${home}/p/s1/tool-results/a.txt`, 'all of it');
    await writeFile(`${home}/work/.claude/skills/greet/SKILL.md`, '---\nname: greet\nversion: 1.4.0\n---\nHello');
    await symlink(`${home}/secret.txt`, `${home}/p/s1/tool-results/link.txt`);
  });

  test('a whole output below the session is read, nothing else is', async () => {
    expect(await claudeHarness.gather(payload(`${home}/p/s1/tool-results/a.txt`))).toEqual({ fullOutput: 'all of it' });
    for (const path of [`${home}/secret.txt`, `${home}/p/s1/tool-results/../../../secret.txt`, `${home}/p/s1/tool-results/link.txt`, `${home}/p/s1/tool-results/none.txt`]) {
      const evidence = await claudeHarness.gather(payload(path));
      expect(evidence.fullOutput).toBeUndefined();
      const { records } = claudeHarness.reduce(claudeHarness.initialState(), payload(path), { at: 1, evidence });
      expect(records.map(({ type }) => type)).toContain('recorder_gap');
    }
  });

  test('a results folder that is a link to elsewhere is not followed', async () => {
    await mkdir(`${home}/private`, { recursive: true });
    await writeFile(`${home}/private/key.txt`, 'not of this session');
    await mkdir(`${home}/p/s2`, { recursive: true });
    await symlink(`${home}/private`, `${home}/p/s2/tool-results`);
    const evidence = await claudeHarness.gather({ ...payload(`${home}/p/s2/tool-results/key.txt`), session_id: 's2' });
    expect(evidence).toEqual({ missing: expect.stringContaining('leads elsewhere') });
  });

  test('a skill has the version of its file, and its digest without one', async () => {
    const use: JsonObject = { ...payload(''), hook_event_name: 'PreToolUse', tool_name: 'Skill', tool_input: { skill: 'greet' } };
    const evidence = await claudeHarness.gather(use);
    expect(evidence.skill).toMatchObject({ version: '1.4.0', digest: expect.stringMatching(/^sha256-[0-9a-f]{64}$/) });
    const opened = claudeHarness.reduce(claudeHarness.initialState(), use, { at: 1, evidence: { skill: { digest: evidence.skill!.digest } } }).records[0];
    expect(opened?.data['version']).toMatch(/^sha256-[0-9a-f]{12}$/);
    expect(await claudeHarness.gather({ ...use, tool_input: { skill: '../../secret' } })).toEqual({});
  });

  test('a skill of a plugin, and one of a folder above, have the version of their file too', async () => {
    const installed = `${home}/market/acme/2.0.0`;
    await mkdir(`${installed}/skills/deploy`, { recursive: true });
    await writeFile(`${installed}/skills/deploy/SKILL.md`, '---\nname: deploy\nversion: 2.0.0\n---\nShip');
    await mkdir(`${home}/plugins`, { recursive: true });
    await writeFile(`${home}/plugins/installed_plugins.json`, JSON.stringify({ version: 2, plugins: { 'acme@market': [{ scope: 'user', version: '2.0.0', installPath: installed }], 'other@market': 7 } }));
    const use = (skill: string, fields: JsonObject = {}): JsonObject => ({ ...payload(''), transcript_path: `${home}/projects/p/s1.jsonl`, hook_event_name: 'PreToolUse', tool_name: 'Skill', tool_input: { skill }, ...fields });
    const versionOf = async (used: JsonObject): Promise<string | undefined> => (await claudeHarness.gather(used)).skill?.version;
    expect(await versionOf(use('acme:deploy'))).toBe('2.0.0');
    expect(await versionOf(use('greet', { cwd: `${home}/work/packages/api` }))).toBe('1.4.0');
    for (const skill of ['acme:deploy:more', 'acme:../../secret', 'other:deploy', 'none:deploy']) expect([skill, await versionOf(use(skill))]).toEqual([skill, undefined]);
    await rm(`${installed}/skills/deploy`, { recursive: true });
    await symlink(`${home}/work/.claude/skills/greet`, `${installed}/skills/deploy`);
    expect(await versionOf(use('acme:deploy'))).toBeUndefined(); // it leads out of the plugin
  });

  test('a session begins with the versions of the plugins that are switched on for it', async () => {
    await mkdir(`${home}/own/plugins`, { recursive: true });
    await writeFile(`${home}/own/plugins/installed_plugins.json`, JSON.stringify({ version: 2, plugins: { 'acme@market': [{ version: '2.0.0' }], 'off@market': [{ version: '1.0.0' }], 'here@market': [{ version: '3.1.0' }], 'odd@market': 'x' } }));
    await writeFile(`${home}/own/settings.json`, JSON.stringify({ enabledPlugins: { 'acme@market': true, 'off@market': true, 'odd@market': true } }));
    await writeFile(`${home}/work/.claude/settings.json`, JSON.stringify({ enabledPlugins: { 'off@market': false, 'here@market': true } }));
    const start: JsonObject = { ...payload(''), transcript_path: `${home}/own/projects/p/s1.jsonl`, hook_event_name: 'SessionStart', source: 'startup' };
    const plugins = [{ name: 'acme@market', version: '2.0.0' }, { name: 'here@market', version: '3.1.0' }];
    const evidence = await claudeHarness.gather(start);
    expect(evidence).toEqual({ plugins });
    expect(claudeHarness.reduce(claudeHarness.initialState(), start, { at: 1, evidence }).records.at(-1)?.data).toMatchObject({ name: 'SessionStart', extra: { source: 'startup', plugins } });
    expect(await claudeHarness.gather({ ...start, transcript_path: `${home}/none/projects/p/s1.jsonl` })).toEqual({});
  });
});
