import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMessageGate, type GateVerdict, type MessageGate } from '../src/gate/message-gate.ts';
import { compilePolicy } from '../src/policy/compile-policy.ts';
import type { PolicyRule } from '../src/policy/policy.ts';
import type { RpcDirection } from '../src/rpc/direction.ts';

const RULES: readonly PolicyRule[] = [
  { id: 'no-writes', effect: 'deny', tool: 'write_*', message: 'Only reading here.' }, { id: 'ask', effect: 'hold', tool: 'delete', timeoutMs: 7 },
  { id: 'no-sampling', effect: 'deny', method: 'sampling/*', direction: 'to_client' },
];
const gateOf = (rules: readonly PolicyRule[] = RULES): MessageGate => createMessageGate({ policy: () => compilePolicy({ version: 1, default: 'allow', rules }), server: 'files' });
const judge = (text: string | Uint8Array, gate: MessageGate = gateOf(), direction: RpcDirection = 'to_server'): GateVerdict => gate.judge(direction, typeof text === 'string' ? new TextEncoder().encode(text) : text);
const call = (name: string, more: object = {}): Record<string, unknown> => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {}, ...more } });

describe('a gate', () => {
  test('lets what is allowed pass, also methods that nobody knows, notifications and answers', () => {
    for (const message of [call('read'), { jsonrpc: '2.0', id: 'a', method: 'x/y' }, { jsonrpc: '2.0', method: 'notifications/initialized' }, { jsonrpc: '2.0', id: 3, result: {} }, [call('read'), call('list')]]) {
      expect(judge(JSON.stringify(message))).toEqual({ kind: 'pass' });
      expect(judge(`${JSON.stringify(message, null, 1).replaceAll('\n', ' ')}\r`)).toEqual({ kind: 'pass' });
    }
  });

  test('answers a forbidden call with a result that the model reads, and anything else with an error', () => {
    expect(judge(JSON.stringify(call('write_file')))).toEqual({
      kind: 'refuse', stopped: [{ id: 1, method: 'tools/call', tool: 'write_file', rule: 'no-writes', message: 'Only reading here.' }],
      answers: [{ jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: 'Only reading here.' }], isError: true, _meta: { 'playhead/refused': { rule: 'no-writes' } } } }],
    });
    expect(judge('{"jsonrpc":"2.0","id":"s1","method":"sampling/createMessage","params":{}}', gateOf(), 'to_client')).toMatchObject({ kind: 'refuse', answers: [{ id: 's1', error: { code: -32011, data: { rule: 'no-sampling' } } }] });
  });

  test('holds what needs an approval, and tells how long', () => {
    expect(judge(JSON.stringify(call('delete', { _meta: { progressToken: 't' } })))).toMatchObject({ kind: 'hold', held: { id: 1, tool: 'delete', rule: 'ask', timeoutMs: 7, progressToken: 't' } });
    const { id: _, ...notification } = call('delete');
    expect(judge(JSON.stringify(notification))).toMatchObject({ kind: 'refuse', answers: [] }); // there is nobody to answer later
  });

  test('takes denied tools out of lists that come in a batch, and out of nothing else in it', () => {
    const gate = gateOf();
    judge('[{"jsonrpc":"2.0","id":1,"method":"tools/list"},{"jsonrpc":"2.0","id":2,"method":"tools/list"}]', gate);
    const tools = (id: number): string => `{"id": ${id}, "result":{"tools":[{"name":"write_file"},{"name":"read"}]}}`;
    expect(judge(`[${tools(9)},${tools(1)} , ${tools(2)}]`, gate, 'to_client')).toEqual({ kind: 'pass', hidden: ['write_file', 'write_file'], text: `[${tools(9)},${tools(1).replace('{"name":"write_file"},', '')} , ${tools(2).replace('{"name":"write_file"},', '')}]` });
    expect(judge(tools(1), gate, 'to_client')).toEqual({ kind: 'pass' }); // nobody asked again
  });

  test('refuses a batch as a whole when one of it is not allowed', () => {
    const batch = [call('read'), { ...call('delete'), id: 2 }, { jsonrpc: '2.0', method: 'notifications/x' }];
    expect(judge(JSON.stringify(batch))).toMatchObject({ kind: 'refuse', stopped: [{ id: 1 }, { id: 2, rule: 'ask' }, { method: 'notifications/x' }], answers: [{ id: 1 }, { id: 2 }] });
  });

  test.each([
    ['half a message', '{"jsonrpc":"2.0","id":1,"method":"tools/call"'], ['a comment', '{"jsonrpc":"2.0",/* */"id":1,"method":"x"}'], ['a text', '"tools/call"'], ['an empty batch', '[]'], ['a batch in a batch', `[[${JSON.stringify(call('write_x'))}]]`],
    ['a second method', '{"method":"tools/call","id":1,"params":{"name":"write_x"},"method":"ping"}'],
    ['a second name', '{"method":"tools/call","id":1,"params":{"name":"write_x","name":"read"}}'],
    ['a second argument', '{"method":"tools/call","id":1,"params":{"name":"read","arguments":{"path":"/etc","p\\u0061th":"/home"}}}'],
    ['a method in capitals', '{"METHOD":"tools/call","id":1,"method":"ping"}'], ['a name in capitals', '{"method":"tools/call","id":1,"params":{"Name":"write_x"}}'],
    ['a name that folds to another', '{"method":"tools/call","id":1,"paramſ":{"name":"write_x"}}'],
    ['a call between carriage returns', `{"method":"ping","id":2,"params":[\r${JSON.stringify(call('write_x'))}\r]}`],
    ['neither method nor answer', '{"id":1}'], ['a value too deep', `{"id":1,"method":"x","params":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('refuses what its receiver could read otherwise: %s', (_, text) => {
    expect(judge(text)).toMatchObject({ kind: 'refuse', answers: [{ id: null, error: { code: -32700 } }] });
  });

  test('refuses bytes that are no text, and lets a server print what it likes', () => {
    expect(judge(Uint8Array.from([0x22, 0xff, 0x22]))).toMatchObject({ kind: 'refuse' });
    expect(judge('listening on 3000', gateOf(), 'to_client')).toEqual({ kind: 'pass' });
  });

  test('takes a tool that is always denied out of the list, and changes nothing else', () => {
    const gate = gateOf();
    judge('{"jsonrpc":"2.0","id":5,"method":"tools/list"}', gate);
    const answer = '{ "jsonrpc":"2.0", "id":5,"result":{"tools":[{"name":"read","big":12345678901234567890},{"name":"write_file","n":1.0} , {"name":"delete"}], "x":1.0,"nextCursor":"é"}}';
    expect(judge(answer, gate, 'to_client')).toEqual({
      kind: 'pass', hidden: ['write_file'], text: '{ "jsonrpc":"2.0", "id":5,"result":{"tools":[{"name":"read","big":12345678901234567890},{"name":"delete"}], "x":1.0,"nextCursor":"é"}}',
    });
    expect(judge(answer, gate, 'to_client')).toEqual({ kind: 'pass' }); // nobody asked for this one
  });

  test('never lets a forbidden tool pass, however the call is written', () => {
    const space = fc.constantFrom('', ' ', '\t', '  ');
    fc.assert(fc.property(fc.constantFrom('write_a', 'write_', 'delete'), fc.array(space, { minLength: 6, maxLength: 6 }), fc.dictionary(fc.string(), fc.jsonValue()), fc.boolean(), (tool, [a, b, c, d, e, f], args, escaped) => {
      const name = escaped ? [...tool].map((letter) => `\\u${letter.codePointAt(0)?.toString(16).padStart(4, '0') ?? ''}`).join('') : tool;
      const text = `${a}{${b}"id"${c}:1,"method":${d}"tools\\/call","params":{"arguments":${JSON.stringify(args)},"name":${e}"${name}"}${f}}`;
      expect(judge(text).kind).not.toBe('pass');
    }));
  });
});
