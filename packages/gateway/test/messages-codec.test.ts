import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMessagesCodec } from '../src/anthropic/messages-codec.ts';
import type { TappedRecord } from '../src/http/exchange-codec.ts';
import { model, modelConnection, person, request, results, streamed, use, type Said } from './anthropic-support.ts';

const typed = (records: readonly TappedRecord[], ...types: readonly string[]): readonly TappedRecord[] => records.filter(({ type }) => types.includes(type));
const named = (records: readonly TappedRecord[], name: string): readonly TappedRecord[] => records.filter(({ type, data }) => type === 'harness_event' && data['name'] === name);
const shown = (records: readonly TappedRecord[]): unknown[] => records.map(({ type, call, data }) => ({ type, ...(call !== undefined && { call }), data }));

const asked = person('<system-reminder>\nUse tabs.\n</system-reminder>', 'Fix the login');
const first: readonly Said[] = [{ think: 'Look first.' }, { text: 'I look at it.' }, { tool: 'Bash', id: 'toolu_1', input: { command: 'npm test', description: 'Test' } }, { tool: 'Read', id: 'toolu_2', input: { file_path: 'a.ts' } }];
const answered = [asked, model({ type: 'text', text: 'I look at it.' }, use('toolu_1', 'Bash', { command: 'npm test' }), use('toolu_2', 'Read', { file_path: 'a.ts' })), results(['toolu_1', 'Exit code 1\nboom', true], ['toolu_2', [{ type: 'text', text: 'one' }, { type: 'text', text: 'two' }]])];

describe('where nobody else tells the session', () => {
  test('a conversation is told from prompt to answer, and nothing of it twice', () => {
    const connection = modelConnection();
    const one = connection.exchange(request([asked]), first);
    expect(shown(typed(one, 'prompt', 'assistant_thinking', 'assistant_text', 'terminal_command', 'tool_call', 'turn_end'))).toEqual([
      { type: 'prompt', data: { text: 'Fix the login', origin: 'human' } },
      { type: 'assistant_thinking', data: { text: 'Look first.', messageId: 'msg_0', extra: { signature: 'c2lnbmVk' } } },
      { type: 'assistant_text', data: { text: 'I look at it.', messageId: 'msg_0', index: 1, final: true } },
      { type: 'terminal_command', call: 'toolu_1', data: { command: 'npm test', description: 'Test', tool: 'Bash' } },
      { type: 'tool_call', call: 'toolu_2', data: { name: 'Read', input: { file_path: 'a.ts' }, kind: 'read', title: 'a.ts' } },
    ]);
    const two = connection.exchange(request(answered), [{ text: 'Done.' }]);
    expect(shown(typed(two, 'prompt', 'assistant_text', 'tool_call', 'tool_result', 'turn_end'))).toEqual([
      { type: 'tool_result', call: 'toolu_1', data: { status: 'failed', text: 'Exit code 1\nboom', error: 'Exit code 1' } },
      { type: 'tool_result', call: 'toolu_2', data: { status: 'ok', text: 'one\ntwo' } },
      { type: 'assistant_text', data: { text: 'Done.', messageId: 'msg_1', index: 0, final: true } },
      { type: 'turn_end', data: { text: 'Done.', outcome: 'success' } },
    ]);
    expect([...one, ...two].every(({ session }) => session === 'session-1')).toBe(true);
    expect(connection.end()).toEqual([]);
  });

  test('says what an answer cost, how long it took, and what was asked for', () => {
    const records = modelConnection().exchange(request([asked], { temperature: 1, thinking: { type: 'adaptive' } }), first, { headers: { 'x-stainless-retry-count': '2' } });
    expect(shown(typed(records, 'usage'))).toEqual([{ type: 'usage', data: { model: 'claude-sonnet-5', inputTokens: 4, outputTokens: 20, cacheReadTokens: 100, cacheWriteTokens: 10, scope: 'message', extra: { service_tier: 'standard' } } }]);
    expect(typed(records, 'usage')[0]?.key).toBe('claude:usage:msg_0');
    expect(named(records, 'model_response')[0]?.data['extra']).toMatchObject({ model: 'claude-sonnet-5', messageId: 'msg_0', requestId: 'req_0', status: 200, stopReason: 'tool_use', latencyUs: 500_000, firstTokenUs: 300_000, retry: 2 });
    expect(named(records, 'model_request')[0]?.data['extra']).toMatchObject({ model: 'claude-sonnet-5', messages: 1, parameters: { max_tokens: 1000, temperature: 1, thinking: { type: 'adaptive' } }, context: ['<system-reminder>\nUse tabs.\n</system-reminder>'] });
    expect(JSON.stringify(records)).not.toContain('user_of_a_device');
  });

  test('system prompt and tools are told once, and again when they are others', () => {
    const connection = modelConnection();
    const once = connection.exchange(request([asked]), first);
    expect([named(once, 'model_system').length, named(once, 'model_tools').length]).toEqual([1, 1]);
    const again = connection.exchange(request(answered), [{ text: 'Done.' }]);
    expect([...named(again, 'model_system'), ...named(again, 'model_tools')]).toEqual([]);
    const toolsOf = (records: readonly TappedRecord[]): unknown => (named(records, 'model_request')[0]?.data['extra'] as { tools: string } | undefined)?.tools; // written above
    expect(toolsOf(again)).toBe(toolsOf(once));
    const changed = connection.exchange(request([...answered, model({ type: 'text', text: 'Done.' }), person('More')], { tools: [{ name: 'Bash', description: 'Runs a command and sends it home.' }], system: 'You work at home.' }), [{ text: 'Yes.' }]);
    expect(named(changed, 'model_system').map(({ data }) => data['extra'])).toMatchObject([{ text: 'You work at home.' }]);
    expect(named(changed, 'model_tools').map(({ data }) => data['extra'])).toMatchObject([{ names: ['Bash'], tools: [{ description: 'Runs a command and sends it home.' }] }]);
    expect(toolsOf(changed)).not.toBe(toolsOf(once));
  });

  test('a request that is sent again brings nothing new, and what made it fail is told', () => {
    const connection = modelConnection();
    const overloaded = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}';
    const refused = connection.exchange(request([asked]), overloaded, { status: 529, responseHeaders: { 'retry-after': '3' } });
    expect(shown(typed(refused, 'prompt', 'failure', 'turn_end'))).toEqual([
      { type: 'prompt', data: { text: 'Fix the login', origin: 'human' } },
      { type: 'failure', data: { message: 'The model\'s service answered 529: Overloaded', details: '{"type":"overloaded_error","message":"Overloaded"}', extra: { status: 529, error: 'overloaded_error', retryAfter: '3' } } },
    ]);
    const retried = connection.exchange(request([asked]), first, { headers: { 'x-stainless-retry-count': '1' } });
    expect(typed(retried, 'prompt', 'failure')).toEqual([]);
    expect(typed(retried, 'assistant_text')).toHaveLength(1);
  });

  test('what is asked a second time in the same words is told a second time', () => {
    const connection = modelConnection();
    const again = [person('go on'), model({ type: 'text', text: 'Yes.' }), person('go on')];
    expect(typed(connection.exchange(request(again.slice(0, 1)), [{ text: 'Yes.' }]), 'prompt')).toHaveLength(1);
    expect(typed(connection.exchange(request(again), [{ text: 'Yes.' }]), 'prompt')).toHaveLength(1);
    expect(typed(connection.exchange(request([...again, model({ type: 'text', text: 'Yes.' }), person('go on', 'and on')]), []), 'prompt').map(({ data }) => data['text'])).toEqual(['go on\nand on']);
  });

  test('of a conversation that went on for long without a tap only what is new is told', () => {
    const old = Array.from({ length: 200 }, (_, index) => [person(`question ${index}`), model({ type: 'text', text: `answer ${index}` })]).flat();
    const records = modelConnection().exchange(request([...old, person('What is new?')]), [{ text: 'This.' }]);
    expect(typed(records, 'prompt', 'assistant_text').map(({ data }) => data['text'])).toEqual(['What is new?', 'This.']);
  });

  test('subagents are told apart, with the call that started them', () => {
    const connection = modelConnection();
    const start: readonly Said[] = [{ tool: 'Agent', id: 'toolu_a', input: { description: 'Review', subagent_type: 'reviewer', prompt: 'Review it' } }];
    connection.exchange(request([asked]), start);
    const inside = connection.exchange(request([person('Review it')]), [{ tool: 'Bash', id: 'toolu_b', input: { command: 'git diff' } }], { agent: 'a1b2' });
    expect(inside.every(({ agent }) => agent === 'a1b2')).toBe(true);
    expect(typed(inside, 'subagent_start', 'prompt')).toMatchObject([
      { key: 'claude:agent:a1b2:start', call: 'toolu_a', data: { agentType: 'reviewer', description: 'Review' } }, { data: { text: 'Review it', origin: 'machine' } },
    ]);
    const after = connection.exchange(request([asked, model(use('toolu_a', 'Agent', {})), results(['toolu_a', 'No problem.'])]), [{ text: 'Fine.' }]);
    expect(typed(after, 'subagent_stop')).toMatchObject([{ agent: 'a1b2', call: 'toolu_a', data: { agentType: 'reviewer', text: 'No problem.' } }]);
    expect(typed(connection.end(), 'tool_result')).toMatchObject([{ call: 'toolu_b', data: { status: 'interrupted' } }]);
  });

  test('an answer that breaks off leaves what was said, and no call that never was', () => {
    const cut = streamed([{ text: 'I begin' }, { tool: 'Bash', id: 'toolu_1', input: { command: 'rm -rf build' } }], 'msg_0', { ends: false });
    const records = modelConnection().exchange(request([asked]), cut, { responseHeaders: { 'content-type': 'text/event-stream' }, aborted: { by: 'server', problem: 'socket hang up' } });
    expect(shown(typed(records, 'assistant_text', 'tool_call', 'terminal_command', 'failure', 'turn_end'))).toEqual([
      { type: 'assistant_text', data: { text: 'I begin', messageId: 'msg_0', index: 0, final: true, extra: { cut: true } } },
      { type: 'failure', data: { message: 'The model\'s service left: socket hang up' } },
    ]);
  });

  test('an error in the middle of a stream is told', () => {
    const broken = `${streamed([{ text: 'I begin' }], 'msg_0', { ends: false })}event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n`;
    const records = modelConnection().exchange(request([asked]), broken, { responseHeaders: { 'content-type': 'text/event-stream' } });
    expect(typed(records, 'failure').map(({ data }) => data['message'])).toEqual(['The model\'s service stopped its answer: Overloaded']);
    expect(typed(records, 'turn_end')).toEqual([]);
  });

  test('tools of the service and of MCP servers that it talks to are calls, too', () => {
    const content = [{ type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'playhead' } }, { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [{ type: 'web_search_result', url: 'https://example.com' }] }, { type: 'text', text: 'Found.' }];
    const records = modelConnection().exchange(request([asked]), JSON.stringify({ id: 'msg_9', type: 'message', role: 'assistant', model: 'claude-sonnet-5', content, stop_reason: 'end_turn', usage: { input_tokens: 1, output_tokens: 2 } }));
    expect(shown(typed(records, 'tool_call', 'tool_result', 'assistant_text'))).toMatchObject([
      { type: 'tool_call', call: 'srvtoolu_1', data: { name: 'web_search', kind: 'search', title: 'playhead' } },
      { type: 'tool_result', call: 'srvtoolu_1', data: { status: 'ok', output: [{ url: 'https://example.com' }] } },
      { type: 'assistant_text', data: { text: 'Found.', messageId: 'msg_9' } },
    ]);
  });

  test('what the client asks for itself is no turn of the session', () => {
    const connection = modelConnection();
    const title = connection.exchange(request([person('Write a title for: Fix the login')], { tools: [] }), [{ text: 'Login' }]);
    expect(typed(title, 'prompt', 'assistant_text', 'turn_end')).toEqual([]);
    expect(named(title, 'model_request')[0]?.data['extra']).toMatchObject({ aside: true, prompt: 'Write a title for: Fix the login' });
    expect(named(title, 'model_response')[0]?.data['extra']).toMatchObject({ aside: true, said: { text: ['Login'] } });
    const compacting = connection.exchange(request([asked, model({ type: 'text', text: 'Yes.' }), person('CRITICAL: Respond with TEXT ONLY. Do NOT call any tools.')]), [{ text: '<summary>All good.</summary>' }]);
    expect(shown(typed(compacting, 'prompt', 'assistant_text', 'turn_end', 'compaction'))).toEqual([{ type: 'compaction', data: { phase: 'start' } }, { type: 'compaction', data: { phase: 'end', summary: '<summary>All good.</summary>' } }]);
  });

  test('refusals and interruptions are told as what they are', () => {
    const connection = modelConnection();
    connection.exchange(request([asked]), first);
    const records = connection.exchange(request([asked, model(use('toolu_1', 'Bash', {}), use('toolu_2', 'Read', {})), results(['toolu_1', 'Permission to use Bash with command npm test has been denied.', true], ['toolu_2', 'The user doesn\'t want to proceed with this tool use.', true]), person('[Request interrupted by user for tool use]', 'Stop that')]), []);
    expect(typed(records, 'tool_result').map(({ data }) => data['status'])).toEqual(['denied', 'denied']);
    expect(shown(typed(records, 'turn_end', 'prompt')).slice(0, 2)).toEqual([{ type: 'turn_end', data: { outcome: 'interrupted' } }, { type: 'prompt', data: { text: 'Stop that', origin: 'human' } }]);
  });
});

test('where somebody else tells the session, calls are told a second time, and what was said is evidence', () => {
  const connection = modelConnection(createMessagesCodec({ isToldElsewhere: (session) => session === 'session-1' }));
  const records = [...connection.exchange(request([asked]), first), ...connection.exchange(request(answered), [{ text: 'Done.' }]), ...connection.end()];
  expect(new Set(records.map(({ type }) => type))).toEqual(new Set(['harness_event', 'tool_call', 'tool_result', 'usage']));
  expect(shown(typed(records, 'tool_call', 'tool_result'))).toMatchObject([
    { call: 'toolu_1', data: { name: 'Bash', input: { command: 'npm test', description: 'Test' }, kind: 'command', title: 'npm test' } }, { call: 'toolu_2' }, { call: 'toolu_1', data: { status: 'failed' } }, { call: 'toolu_2' },
  ]);
  expect(named(records, 'model_request').map(({ data }) => data['extra'])).toMatchObject([{ prompt: 'Fix the login' }, {}]);
  expect(named(records, 'model_response').map(({ data }) => data['extra'])).toMatchObject([{ said: { text: ['I look at it.'], thinking: ['Look first.'] } }, { said: { text: ['Done.'] } }]);
  expect(typed(connection.exchange(request([asked]), [{ text: 'Hi.' }], { session: 'session-2' }), 'prompt', 'assistant_text')).toHaveLength(2);
});

test('of other services no body is looked at, and nothing behind the ? is kept', () => {
  const records = modelConnection().exchange({ grant_type: 'refresh_token', refresh_token: 'sk-ant-secret' }, '{"access_token":"sk-ant-other"}', { target: '/v1/oauth/token?key=sk-ant-third' });
  expect(shown(records)).toEqual([{ type: 'harness_event', data: { name: 'model_service', extra: { method: 'POST', path: '/v1/oauth/token', status: 200, durationUs: 500_000, requestId: 'req_0' } } }]);
});

test('the session is known by the body where no header names it', () => {
  const session = '10b90b0a-e465-42c2-b45c-43dcbe6b9530';
  const records = modelConnection().exchange(request([asked], { metadata: { user_id: JSON.stringify({ device_id: 'x', session_id: session }) } }), first, { headers: { 'x-claude-code-session-id': '' } });
  expect(new Set(records.map((record) => record.session))).toEqual(new Set([session]));
});

const blocks = fc.array(fc.oneof(
  fc.record({ text: fc.string({ unit: 'binary', minLength: 1 }) }), fc.record({ think: fc.string({ unit: 'grapheme', minLength: 1 }) }),
  fc.record({ tool: fc.constantFrom('Bash', 'Read', 'mcp__a__b'), id: fc.uuid(), input: fc.dictionary(fc.string(), fc.jsonValue()) }),
), { maxLength: 6 });

test('an answer is recorded alike however its bytes are cut', () => {
  fc.assert(fc.property(blocks, fc.array(fc.nat(), { maxLength: 60 }), fc.constantFrom('\n', '\r\n'), (said, cuts, ends) => {
    const answer = streamed(said).replaceAll('\n', ends);
    const options = { responseHeaders: { 'content-type': 'text/event-stream' } };
    expect(modelConnection().exchange(request([asked]), answer, { ...options, cuts })).toEqual(modelConnection().exchange(request([asked]), answer, options));
  }), { numRuns: 150 });
});

test('an answer in pieces is recorded as the same answer in one', () => {
  fc.assert(fc.property(blocks, (said) => {
    const content = said.map((block) => ('text' in block ? { type: 'text', text: block.text } : 'think' in block ? { type: 'thinking', thinking: block.think, signature: 'c2lnbmVk' } : { type: 'tool_use', id: block.id, name: block.tool, input: block.input }));
    const whole = { id: 'msg_0', type: 'message', role: 'assistant', model: 'claude-sonnet-5', content };
    const kept = (records: readonly TappedRecord[]): unknown[] => shown(typed(records, 'assistant_text', 'assistant_thinking', 'tool_call', 'terminal_command', 'mcp_call'));
    expect(kept(modelConnection().exchange(request([asked]), said))).toEqual(kept(modelConnection().exchange(request([asked]), JSON.stringify(whole))));
  }));
});

describe('whatever comes', () => {
  const stream = { responseHeaders: { 'content-type': 'text/event-stream' } };

  test('nothing is thrown, and the next exchange is recorded', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.constantFrom('', '{', '[]', 'null', '{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":7}]}],"tools":[null],"system":7}')), fc.oneof(fc.string({ unit: 'binary' }), fc.json().map((data) => `data: ${data}\n\n`), fc.constantFrom('data: {"type":"content_block_stop","index":99}\n\n', 'data: {"type":"content_block_delta","index":-1,"delta":7}\n\n')), (body, answer) => {
      const connection = modelConnection();
      connection.exchange(body, answer, stream);
      expect(typed(connection.exchange(request([asked]), first), 'assistant_text')).toHaveLength(1);
    }));
  });

  test('a request that is too deep to be walked through is a gap', () => {
    const depth = 200_000;
    const connection = modelConnection();
    const deep = `{"messages":[{"role":"user","content":[{"type":"strange","value":${'['.repeat(depth)}${']'.repeat(depth)}}]}]}`;
    expect(typed(connection.exchange(deep, first), 'recorder_gap')).toMatchObject([{ session: 'session-1' }]);
    expect(typed(connection.exchange(request([asked]), first), 'prompt')).toHaveLength(1);
  });

  test('an answer without an end is left off, and says so', () => {
    const codec = createMessagesCodec();
    const head = { method: 'POST', target: '/v1/messages', headers: {} };
    codec.take({ exchange: 0, at: 1, kind: 'request', head });
    codec.take({ exchange: 0, at: 1, kind: 'bytes', direction: 'to_server', bytes: Buffer.from(JSON.stringify(request([asked]))) });
    codec.take({ exchange: 0, at: 1, kind: 'body_end', direction: 'to_server' });
    codec.take({ exchange: 0, at: 2, kind: 'response', head: { status: 200, statusText: 'OK', headers: { 'content-type': 'text/event-stream' } } });
    const piece = Buffer.from(`event: content_block_delta\ndata: ${'x'.repeat(1024 * 1024)}`);
    for (let count = 0; count < 200; count += 1) codec.take({ exchange: 0, at: 3, kind: 'bytes', direction: 'to_client', bytes: piece });
    expect(typed(codec.take({ exchange: 0, at: 4, kind: 'end' }), 'recorder_gap').map(({ data }) => data['reason'])).toEqual(['an event of it is too long']);
  });

  test('pieces of an answer without an end are left off, too', () => {
    const codec = createMessagesCodec();
    codec.take({ exchange: 0, at: 1, kind: 'request', head: { method: 'POST', target: '/v1/messages', headers: {} } });
    codec.take({ exchange: 0, at: 2, kind: 'response', head: { status: 200, statusText: 'OK', headers: { 'content-type': 'text/event-stream' } } });
    const piece = Buffer.from(`data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\ndata: ${JSON.stringify({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x'.repeat(1024 * 1024) } })}\n\n`);
    for (let count = 0; count < 200; count += 1) codec.take({ exchange: 0, at: 3, kind: 'bytes', direction: 'to_client', bytes: piece });
    const told = codec.take({ exchange: 0, at: 4, kind: 'end' });
    expect(typed(told, 'recorder_gap').map(({ data }) => data['reason'])).toContain('it is too long');
  });

  test('no more requests are kept than a client could mean', () => {
    const codec = createMessagesCodec();
    const told = Array.from({ length: 1500 }, (_, exchange) => codec.take({ exchange, at: 1, kind: 'request', head: { method: 'POST', target: '/v1/messages', headers: {} } })).flat();
    expect(named(told, 'model_response')).toHaveLength(500);
    expect(named(codec.end(2), 'model_response')).toHaveLength(1000);
  });
});
