import { compareRecords, type EventData, type JsonObject, type SessionRecord } from '@playhead/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BRIEF_FROM_BYTES, createBriefing } from '../brief/briefing.ts';
import { checkOfText } from '../brief/log-place.ts';
import { createModel } from '../model/create-model.ts';
import type { SessionModel, Step } from '../model/types.ts';
import { stepsOf } from '../review/attempts.ts';
import { recordBuilder, START } from '../test-support/build-records.ts';
import { textOfSameCheck } from '../test-support/same-check.ts';

const MS = 1000;

/** A session whose agent tells its calls, and whose server is recorded at the boundary. Times are milliseconds since the start. */
function session(via: 'hook' | 'sdk' = 'sdk'): {
  readonly records: SessionRecord[];
  agent(call: string, at: number, options?: Told): void;
  boundary(call: string, at: number, options?: Told): void;
  add(side: 'agent' | 'boundary', type: SessionRecord['type'], at: number, data: object): void;
} {
  const own = recordBuilder('agent');
  const tap = recordBuilder('tap');
  const records: SessionRecord[] = [];
  const tell = (side: 'agent' | 'boundary', call: string, at: number, { tool = 'read', server = 'files', input = { path: call }, text = `text of ${JSON.stringify(input)}`, status = 'ok', took = 4, result }: Told = {}): void => {
    const [record, from] = side === 'agent' ? [own, via] as const : [tap, 'gateway'] as const;
    const opened: EventData<'mcp_call'> = { server, tool, input };
    records.push(record('mcp_call', opened, { call, via: from, at: START + at * MS }));
    if (took > 0) records.push(record('tool_result', { status, text, ...result }, { call, via: from, at: START + (at + took) * MS }));
  };
  const made = {
    records,
    agent: (call: string, at: number, options: Told = {}) => tell('agent', call, at, options),
    boundary: (call: string, at: number, options: Told = {}) => tell('boundary', call, at + 1, { took: 2, ...options }),
    add(side: 'agent' | 'boundary', type: string, at: number, data: object) {
      const [record, from] = side === 'agent' ? [own, via] as const : [tap, 'gateway'] as const;
      records.push({ ...record('harness_event', { name: '' }, { via: from, at: START + at * MS }), type, data: data as SessionRecord['data'] }); // of any type
    },
  };
  made.add('agent', 'session_start', 0, { sessionId: 's1', name: 'Work', harness: 'own', agentName: 'Agent', workspaceName: 'web' });
  made.add('boundary', 'harness_event', 1, { name: 'mcp_server_start', extra: { server: 'files' } });
  return made;
}

interface Told {
  readonly tool?: string;
  readonly server?: string;
  readonly input?: EventData<'mcp_call'>['input'];
  readonly text?: string;
  readonly status?: 'ok' | 'failed' | 'denied' | 'interrupted';
  /** Milliseconds until its result; 0: it has none. */
  readonly took?: number;
  readonly result?: Partial<EventData<'tool_result'>>;
}

const modelOf = (records: readonly SessionRecord[]): SessionModel => createModel({ sessionId: 's1' }).add(records);
const judged = (records: readonly SessionRecord[]): Record<string, unknown> => Object.fromEntries(stepsOf(modelOf(records)).map(({ id, agreement, disagreement }) => [id, disagreement?.missing ? `${disagreement.missing} misses it` : disagreement ? `differs: ${disagreement.fields.map(({ name }) => name).join()}` : agreement]));
/** A log without its long texts. */
const inBrief = (records: readonly SessionRecord[]): readonly SessionRecord[] => {
  const briefing = createBriefing({ bytes: BRIEF_FROM_BYTES });
  return records.map((record, index) => briefing.take(record, `1.${index}`, 1000));
};
const stop = (made: ReturnType<typeof session>, at: number): readonly SessionRecord[] => {
  made.add('boundary', 'harness_event', at, { name: 'mcp_server_end', extra: { server: 'files', exitCode: 0 } });
  made.add('agent', 'session_stop', at + 1, {});
  made.add('agent', 'session_status', at + 1, { status: 'completed' });
  return made.records;
};

describe('a call that agent and boundary tell', () => {
  test('is one step with both witnesses and the events of both', () => {
    const made = session();
    made.agent('a', 100);
    made.boundary('tap:0', 100, { input: { path: 'a' } });
    const model = modelOf(stop(made, 200));
    expect(stepsOf(model)).toMatchObject([{ id: 'a', toolUseId: 'a', title: 'files › read', status: 'ok', witnesses: ['sdk', 'gateway'], agreement: 'agree', eventIds: ['agent-1', 'tap-1', 'tap-2', 'agent-2'] }]);
    expect(new Set(model.events.map(({ stepId }) => stepId))).toEqual(new Set([undefined, 'a']));
  });

  test('is one step by the id that both know, whatever else they tell, and what is different is kept', () => {
    const made = session('hook');
    made.agent('toolu_1', 100, { input: { path: 'a' }, text: 'all is well' });
    made.boundary('toolu_1', 100, { input: { path: '.env' }, text: 'SECRET=1' });
    expect(stepsOf(modelOf(stop(made, 200)))).toMatchObject([{
      id: 'toolu_1', agreement: 'differs',
      disagreement: { fields: [{ name: 'input', agent: { path: 'a' }, boundary: { path: '.env' } }, { name: 'output', agent: 'all is well', boundary: 'SECRET=1' }] },
    }]);
  });

  test('is not another one because of the order of keys, space at the ends, a value that was taken out on one side, or the shape of the same result', () => {
    const made = session();
    made.agent('a', 100, { input: { path: 'a', deep: { x: 1, y: 2 } }, text: 'token ghp_0123 ok' });
    made.boundary('t:0', 100, { input: { deep: { y: 2, x: 1 }, path: 'a' }, text: 'token [[GITHUB_TOKEN:7f3a9c]] ok\n' });
    made.agent('b', 200, { text: '{"sum":5}' });
    made.boundary('t:1', 200, { input: { path: 'b' }, text: 'The sum is 5', result: { output: { sum: 5 } } });
    made.agent('c', 300, { took: 9, result: { output: [{ type: 'text', text: 'one' }, { type: 'text', text: 'two' }] as never }, text: '' });
    made.boundary('t:2', 300, { input: { path: 'c' }, text: 'one\ntwo' });
    made.agent('d', 400, { text: 'a plot\n[Image: saved to /tmp/1.png]' });
    made.boundary('t:3', 400, { input: { path: 'd' }, text: 'a plot', result: { output: { content: [{ type: 'image', data: 'AAAA' }] } } });
    made.agent('e', 500, { status: 'failed', text: 'Error: no such file' });
    made.boundary('t:4', 500, { input: { path: 'e' }, status: 'failed', text: 'no such file' });
    made.agent('f', 600, { text: 'Error: result (120,000 characters) exceeds maximum allowed tokens. Output has been saved.' });
    made.boundary('t:5', 600, { input: { path: 'f' }, text: 'x'.repeat(120_000) });
    expect(judged(stop(made, 700))).toEqual({ a: 'agree', b: 'agree', c: 'agree', d: 'agree', e: 'agree', f: 'agree' });
  });

  test('differs where the agent says that it went well and it did not, and the other way round', () => {
    const made = session();
    made.agent('a', 100, { text: 'deployed' });
    made.boundary('t:0', 100, { input: { path: 'a' }, status: 'failed', text: 'no permission' });
    made.agent('b', 200, { status: 'failed', text: 'it failed' });
    made.boundary('t:1', 200, { input: { path: 'b' }, text: 'deleted' });
    made.agent('c', 300, { status: 'interrupted', text: 'stopped' });
    made.boundary('t:2', 300, { input: { path: 'c' }, text: 'done after all' });
    expect(judged(stop(made, 400))).toEqual({ a: 'differs: status,output', b: 'differs: status,output', c: 'agree' });
  });

  test('that the agent tells with other arguments is still that call', () => {
    const made = session();
    made.agent('a', 100, { input: { path: 'README.md' }, text: 'x' });
    made.boundary('t:0', 100, { input: { path: '.env' }, text: 'x' });
    expect(judged(stop(made, 200))).toEqual({ a: 'differs: input' });
  });

  test('is not one that the agent made up a moment before, while that one passed by the other clock', () => {
    const made = session();
    made.agent('made-up', 100, { input: { path: 'note' }, text: 'all tests are green', took: 2 });
    made.agent('b', 103, { took: 9 });
    made.boundary('t:0', 100, { input: { path: 'b' }, took: 7 });
    expect(judged(stop(made, 200))).toEqual({ 'made-up': 'boundary misses it', b: 'agree' });
  });

  test('is found among many alike, also when the agent tells of them when they are over', () => {
    const made = session();
    const input = { job: 7 };
    for (let index = 0; index < 5; index += 1) {
      made.agent(`a${index}`, 100 + index * 10, { input, text: `poll ${index}` });
      if (index !== 2) made.boundary(`t:${index}`, 100 + index * 10, { input, text: `poll ${index}` });
      made.boundary(`u:${index}`, 1000 + index * 10, { tool: 'write', input, text: 'w' });
      if (index !== 3) made.agent(`b${index}`, 1006 + index * 10, { tool: 'write', input, text: 'w', took: 1 });
    }
    expect(judged(stop(made, 2000))).toEqual({
      a0: 'agree', a1: 'agree', a2: 'boundary misses it', a3: 'agree', a4: 'agree', b0: 'agree', b1: 'agree', b2: 'agree', b4: 'agree', 'u:3': 'agent misses it',
    });
  });

  test('is one whatever the client makes of the name of the server', () => {
    const made = session();
    made.agent('a', 100, { server: 'plugin:tools:files' });
    made.boundary('t:0', 100, { input: { path: 'a' } });
    expect(judged(stop(made, 200))).toEqual({ a: 'agree' });
  });

  test('differs where several calls passed under its id, or the id is that of another tool', () => {
    const made = session('hook');
    made.agent('a', 100);
    made.boundary('a', 100);
    made.boundary('a', 110, { input: { path: '.env' } });
    made.agent('b', 200, { tool: 'write' });
    made.boundary('b', 200);
    expect(judged(stop(made, 300))).toEqual({ a: 'differs: tool', b: 'differs: tool' });
  });
});

describe('a lie about a long text', () => {
  const came = `the server said: 3 of 40 tests failed${'. '.repeat(400)}end`;
  const told = textOfSameCheck(came, 'the server said: all 40 tests passed');

  test.each([['as a whole', (records: readonly SessionRecord[]) => records], ['in brief', inBrief], ['half of it in brief', (records: readonly SessionRecord[]) => [...records.slice(0, -4), ...inBrief(records.slice(-4))]]])(
    'does not hide behind a checksum that was aimed at, in a log that is read %s', (_how, read) => {
      expect(checkOfText(told)).toBe(checkOfText(came));
      const made = session();
      made.boundary('t:0', 100, { input: { path: 'a' }, text: came });
      made.agent('a', 100, { text: told });
      made.agent('b', 200, { input: { path: told } });
      made.boundary('t:1', 200, { input: { path: came }, text: `text of ${JSON.stringify({ path: told })}` });
      made.boundary('t:2', 300, { input: { path: 'c' }, text: came });
      made.agent('c', 300, { text: `${came}\n` });
      expect(judged(read(stop(made, 400)))).toEqual({ a: 'differs: output', b: 'differs: input', c: 'agree' });
    });

  test('does not hide where an agent says twice how a call ended', () => {
    const made = session();
    made.agent('a', 100, { text: came });
    made.records.push({ ...recordBuilder('other')('tool_result', { status: 'ok', text: told }, { call: 'a', via: 'hook', at: START + 110 * MS }) });
    expect(judged(inBrief(made.records))).toEqual({ a: 'differs' });
  });

  test('does not hide in the depth of a value', () => {
    const made = session();
    const deep = (depth: number, end: string): JsonObject => ({ a: depth === 0 ? end : deep(depth - 1, end) });
    made.agent('a', 100, { input: deep(50, 'README.md') });
    made.boundary('t:0', 100, { input: deep(50, '.env'), text: `text of ${JSON.stringify(deep(50, 'README.md'))}` });
    expect(judged(stop(made, 200))).toEqual({ a: 'differs: input' });
  });

  const long = `3 of 40 tests failed: "a", "ä"${'\nand so on'.repeat(1500)}`;
  const stored = (quote: string): string => `<persisted-output>\nOutput too large (14.7KB). Full output saved to: /home/dev/.claude/projects/p/s/tool-results/t.json\n\nPreview (first 2KB):\n${quote.slice(0, 2000)}\n...\n</persisted-output>`;
  const blocks = (...texts: readonly string[]): string => JSON.stringify(texts.map((text) => ({ type: 'text', text })), null, 2);
  const unsaid = (count: string): string => `Error: result (${count} characters across 1,501 lines) exceeds maximum allowed tokens. Output has been saved to /home/dev/t.txt.\nFormat: Plain text\n`;
  const inPlace = { whole: (records: readonly SessionRecord[]) => records, 'in brief': inBrief };

  // As Claude Code 2.1 tells its model of them.
  test.each(Object.keys(inPlace) as (keyof typeof inPlace)[])('is not seen in what a client tells of a result that was too long, in a log that is read %s', (how) => { // its own keys
    const made = session();
    const told = [stored(long), stored(blocks(long)), stored(blocks(long.slice(0, 100), long.slice(101))), stored(blocks(long).slice(0, blocks(long).indexOf('\\n', 1000) + 1)), unsaid(long.length.toLocaleString('en')), `${stored(long)}\n`];
    for (const [index, text] of told.entries()) {
      made.agent(`a${index}`, 100 + index * 10, { input: { index }, text });
      made.boundary(`t:${index}`, 100 + index * 10, { input: { index }, text: index === 2 ? `${long.slice(0, 100)}\n${long.slice(101)}` : long });
    }
    expect(judged(inPlace[how](stop(made, 300)))).toEqual(Object.fromEntries(told.map((_, index) => [`a${index}`, 'agree'])));
  });

  test.each(Object.keys(inPlace) as (keyof typeof inPlace)[])('does not hide behind the words for a result that was too long, in a log that is read %s', (how) => { // its own keys
    const made = session();
    const lie = long.replace('3 of 40 tests failed', 'all 40 tests passed ');
    const late = `${long.slice(0, 1500)}all 40 tests passed${long.slice(1519)}`;
    const told = [stored(lie), stored(blocks(lie)), stored(late), stored(blocks(long.slice(0, 500))).replace('\n...', '\nAll 40 tests passed.\n...'), stored(''), '<persisted-output>\nAll 40 tests passed.', unsaid('1,200'), unsaid('1,200,000'), `Error: result (${long.length} characters) says that all 40 tests passed`, blocks(lie)];
    for (const [index, text] of told.entries()) {
      made.agent(`a${index}`, 100 + index * 10, { input: { index }, text });
      made.boundary(`t:${index}`, 100 + index * 10, { input: { index }, text: long });
    }
    made.agent('short', 300, { text: stored('3 of 40 tests failed.') });
    made.boundary('t:short', 300, { input: { path: 'short' }, text: '3 of 40 tests failed.' });
    expect(judged(inPlace[how](stop(made, 400)))).toEqual({ ...Object.fromEntries(told.map((_, index) => [`a${index}`, 'differs: output'])), short: 'differs: output' });
  });

  test('does not hide behind a mark that anybody can write, nor in the place of one', () => {
    const made = session();
    const told: readonly (readonly [agent: string, boundary: string, verdict: string])[] = [
      ['[[TEXT:7f3a9c]] tests failed', '3 tests failed', 'differs: output'],
      ['rm -rf [[TEXT:7f3a9c:~64]]', 'rm -rf /home/ada', 'differs: output'],
      ['token [[GITHUB_TOKEN:000000]] ok', 'token [[GITHUB_TOKEN:7f3a9c]] ok', 'agree'],
      ['token ghp_0123 ok', 'token [[GITHUB_TOKEN:7f3a9c]] ok', 'agree'],
      ['token ghp_0123\nAll tests passed. ok', 'token [[GITHUB_TOKEN:7f3a9c]] ok', 'differs: output'],
      ['key -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- ok', 'key [[PRIVATE_KEY:7f3a9c]] ok', 'agree'],
      ['A=1\nB=2', '[[SENSITIVE_SOURCE:7f3a9c:~8]]', 'agree'],
      ['All 40 tests passed.', '[[SENSITIVE_SOURCE:7f3a9c:~8]]', 'differs: output'],
      ['[[UNSCANNED:~32]]', '3 tests failed', 'agree'], // as if nothing was told
      ['', '3 tests failed', 'differs: output'],
      ['[[UNSCANNED:~32]] All tests passed', '3 tests failed', 'differs: output'],
      ['a=1 b=22 end', 'a=[[SECRET:7f3a9c]] b=[[SECRET:7f3a9d]] end', 'agree'],
      ['a=1 c=22 end', 'a=[[SECRET:7f3a9c]] b=[[SECRET:7f3a9d]] end', 'differs: output'],
    ];
    for (const [index, [agent, boundary]] of told.entries()) {
      made.agent(`a${index}`, 100 + index * 10, { input: { index }, text: agent });
      made.boundary(`t:${index}`, 100 + index * 10, { input: { index }, text: boundary });
    }
    made.agent('asked', 300, { input: { path: '[[TEXT:7f3a9c:~8]]' }, text: 'SECRET=1' });
    made.boundary('t:asked', 300, { input: { path: '.env' }, text: 'SECRET=1' });
    expect(judged(stop(made, 400))).toEqual({ ...Object.fromEntries(told.map(([, , verdict], index) => [`a${index}`, verdict])), asked: 'differs: input' });
  });
});

describe('a call that the agent tells, and its model asked for at the boundary', () => {
  const asked = (call: string, name: string, input: object, text: string): readonly SessionRecord[] => {
    const record = recordBuilder('model');
    return [
      record('tool_call', { name, input: input as JsonObject }, { call, via: 'gateway', at: START + 90 * MS }), // written below
      record('tool_result', { status: 'ok', text }, { call, via: 'gateway', at: START + 190 * MS }),
    ];
  };
  const told = (type: 'terminal_command' | 'tool_call' | 'mcp_call', data: object): readonly SessionRecord[] => {
    const record = recordBuilder('agent');
    return [{ ...record('tool_call', { name: '' }, { call: 'c', via: 'hook', at: START + 100 * MS }), type, data: data as JsonObject }, record('tool_result', { status: 'ok', text: 'hi' }, { call: 'c', via: 'hook', at: START + 110 * MS })]; // as its type says
  };

  test.each([
    ['a command', told('terminal_command', { command: 'echo hi', cwd: '/w', timeoutMs: 5, tool: 'Bash' }), asked('c', 'Bash', { command: 'echo hi', timeout: 5 }, 'hi'), 'agree'],
    ['another command', told('terminal_command', { command: 'echo hi', tool: 'Bash' }), asked('c', 'Bash', { command: 'rm -rf /' }, 'hi'), 'differs: input'],
    ['a tool', told('tool_call', { name: 'Read', input: { file_path: 'a' } }), asked('c', 'Read', { file_path: 'a' }, 'hi'), 'agree'],
    ['what a client fills in', told('tool_call', { name: 'Edit', input: { file_path: 'a', replace_all: false } }), asked('c', 'Edit', { file_path: 'a' }, 'hi'), 'agree'],
    ['more than was asked for', told('tool_call', { name: 'Edit', input: { file_path: 'a', replace_all: true } }), asked('c', 'Edit', { file_path: 'a' }, 'hi'), 'differs: input'],
    ['another file', told('tool_call', { name: 'Read', input: { file_path: 'a' } }), asked('c', 'Read', { file_path: '.env' }, 'hi'), 'differs: input'],
    ['another tool', told('tool_call', { name: 'Read', input: { file_path: 'a' } }), asked('c', 'Write', { file_path: 'a' }, 'hi'), 'differs: tool'],
    ['another result', told('tool_call', { name: 'Read', input: { file_path: 'a' } }), asked('c', 'Read', { file_path: 'a' }, 'SECRET'), 'differs: output'],
    ['a tool of a server', told('mcp_call', { server: 'files', tool: 'read', name: 'mcp__files__read', input: { path: 'a' } }), asked('c', 'mcp__files__read', { path: 'a' }, 'hi'), 'agree'],
  ])('is compared by what the model calls it: %s', (_what, own, passed, verdict) => {
    expect(judged([...own, ...passed])).toEqual({ c: verdict });
  });
});

describe('a call that one side does not tell', () => {
  test('is marked: what passed and the agent hides, and what it tells and never passed', () => {
    const made = session();
    for (let index = 0; index < 10; index += 1) {
      made.agent(`a${index}`, 100 + index * 10);
      made.boundary(`t:${index}`, 100 + index * 10, { input: { path: `a${index}` } });
    }
    made.boundary('t:hidden', 155, { tool: 'delete' });
    made.agent('invented', 177, { input: { path: 'tests' }, text: 'all green' });
    const marked = Object.entries(judged(stop(made, 300))).filter(([, how]) => how !== 'agree');
    expect(Object.fromEntries(marked)).toEqual({ 't:hidden': 'agent misses it', invented: 'boundary misses it' });
  });

  test('is nobody\'s lie where nobody else could see it: another server, before and after the connection, what was never sent', () => {
    const made = session();
    made.agent('other server', 100, { server: 'web' });
    made.agent('denied', 110, { status: 'denied' });
    made.agent('failed', 120, { status: 'failed' });
    made.agent('stopped', 130, { status: 'interrupted' });
    made.add('boundary', 'harness_event', 200, { name: 'mcp_server_end', extra: { server: 'files', exitCode: 0 } });
    made.agent('after', 300);
    expect(judged(stop(made, 400))).toEqual({ 'other server': 'single', denied: 'single', failed: 'single', stopped: 'single', after: 'single' });
  });

  test('is not known to be missing where a side lost something at that time', () => {
    const made = session();
    made.agent('a', 100);
    made.add('boundary', 'recorder_gap', 150, { count: 1, what: 'bytes of messages', reason: 'the recorder did not keep up', extra: { server: 'files' } });
    made.agent('later', 100_000);
    expect(judged(stop(made, 200_000))).toEqual({ a: 'single', later: 'boundary misses it' });
  });

  test('is not marked where the agent records no calls at all, or its session is over', () => {
    const silent = session();
    silent.boundary('t:0', 100);
    expect(judged(stop(silent, 200))).toEqual({ 't:0': 'single' });
    const over = session();
    over.agent('a', 50);
    over.boundary('t:0', 50, { input: { path: 'a' } });
    over.add('agent', 'session_stop', 100, {});
    over.boundary('t:1', 200);
    expect(judged(over.records)).toEqual({ a: 'agree', 't:1': 'single' });
  });

  test('is marked only once its other side has had time to come', () => {
    const made = session();
    made.agent('a', 100);
    expect(judged(made.records)).toEqual({ a: 'single' });
    made.add('agent', 'assistant_text', 6000, { text: 'Done' });
    expect(judged(made.records)).toEqual({ a: 'boundary misses it' });
    made.boundary('t:0', 100, { input: { path: 'a' } });
    expect(judged(made.records)).toEqual({ a: 'agree' });
  });
});

const call = fc.record({
  at: fc.integer({ min: 2, max: 60 }), tool: fc.constantFrom('read', 'write'), path: fc.constantFrom('a', 'b'), took: fc.integer({ min: 0, max: 12 }), side: fc.constantFrom('agent' as const, 'boundary' as const),
  id: fc.constantFrom(...Array.from({ length: 12 }, (_, index) => `c${index}`)), late: fc.constantFrom(0, 0, 0, 40_000),
});

/** What is shown of steps, without the order that says nothing. */
const shown = (model: SessionModel): unknown => [stepsOf(model), model.events.map(({ id, stepId, turnId }) => [id, stepId, turnId]), model.errorIds] satisfies [readonly Step[], unknown, unknown];

test('steps and verdicts are the same whatever comes when, in pieces or at once', () => {
  fc.assert(fc.property(fc.array(call, { maxLength: 24 }), fc.boolean(), fc.infiniteStream(fc.nat()), fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1 }), (calls, isOver, random, sizes) => {
    const made = session();
    for (const { at, tool, path, took, side, id, late } of calls) made[side](id, at + late, { tool, input: { path }, took, text: path });
    const records = isOver ? stop(made, 90_000) : made.records;
    const whole = modelOf([...records].sort(compareRecords));
    const shuffled = records.map((record) => ({ record, place: random.next().value ?? 0 })).sort((a, b) => a.place - b.place).map(({ record }) => record);
    for (const order of [records, shuffled]) {
      const builder = createModel({ sessionId: 's1' });
      for (let place = 0, turn = 0; place < order.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        builder.add(order.slice(place, place + size));
        place += size;
      }
      expect(shown(builder.model)).toEqual(shown(whole));
    }
  }), { numRuns: 100 });
});

test('a call that passed is nobody\'s once both sides tell of something earlier under the names that both calls have', () => {
  const made = session();
  const told = { input: { path: 'a' }, took: 0 };
  made.boundary('passed', 3, { ...told, tool: 'write' });
  made.agent('own', 2, { ...told, tool: 'write' });
  made.boundary('passed', 2, { ...told, tool: 'write' });
  const earlier = recordBuilder('a')('mcp_call', { server: 'files', tool: 'read', input: { path: 'a' } }, { call: 'own', via: 'sdk', at: START + 2 * MS });
  const records = [...made.records, earlier];
  const builder = createModel({ sessionId: 's1' });
  builder.add(records.slice(0, 4));
  expect(stepsOf(builder.model)).toHaveLength(1);
  builder.add(records.slice(4));
  expect(stepsOf(builder.model).map(({ id, title }) => [id, title])).toEqual([['own', 'files › read'], ['passed', 'files › write']]);
  expect(shown(builder.model)).toEqual(shown(modelOf([...records].sort(compareRecords))));
});
