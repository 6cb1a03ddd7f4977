import { describe, expect, test } from 'vitest';
import { createMessageGate, type GateVerdict, type MessageGate } from '../src/gate/message-gate.ts';
import { compilePolicy } from '../src/policy/compile-policy.ts';
import type { PolicyRule } from '../src/policy/policy.ts';

const NO_SAMPLING: PolicyRule = { id: 'no-sampling', effect: 'deny', method: 'sampling/*', direction: 'to_client' };
const gateOf = (...rules: readonly PolicyRule[]): MessageGate => createMessageGate({ policy: () => compilePolicy({ version: 1, default: 'allow', rules }), server: 'files' });
const toServer = (text: string, ...rules: readonly PolicyRule[]): GateVerdict => gateOf(...rules).judge('to_server', Buffer.from(text));
const toClient = (text: string | Uint8Array, ...rules: readonly PolicyRule[]): GateVerdict => gateOf(...rules).judge('to_client', Buffer.from(text));

describe('a call of a tool', () => {
  test.each([
    ['a list that a server makes a name of', '{"id":1,"method":"tools/call","params":{"name":["write_x"]}}'],
    ['an object', '{"id":1,"method":"tools/call","params":{"name":{}}}'],
    ['nothing', '{"id":1,"method":"tools/call","params":{}}'],
    ['a place in a list', '{"id":1,"method":"tools/call","params":["write_x",{}]}'],
  ])('whose tool is %s is refused: no rule could name it', (_, text) => {
    expect(toServer(text)).toMatchObject({ kind: 'refuse', answers: [{ error: { code: -32700 } }] });
  });

  test.each(['{"id":1,"method":["tools/call"],"result":{},"params":{"name":"write_x"}}', '{"id":1,"method":"Tools/Call","params":{"name":"write_x"}}', '{"id":1,"method":" tools/call","params":{"name":"write_x"}}'])('does not pass as something else: %s', (text) => {
    expect(toServer(text)).toMatchObject({ kind: 'refuse' });
  });
});

describe('a server that may not ask the model', () => {
  test.each([
    ['under a name that stands twice', '{"id":9,"method":"ping","method":"sampling/createMessage","params":{}}'],
    ['under a name in capitals', '{"id":9,"METHOD":"sampling/createMessage","params":{}}'],
    ['with a number that only some readers know', '{"id":9,"method":"sampling/createMessage","params":{"n":NaN}}'],
    ['with letters of its name escaped', '{"id":9,"\\u006dethod":"sampling/createMessage","params":{"n":NaN}}'],
    ['behind a carriage return', 'listening\r{"id":9,"method":"sampling/createMessage","params":{}}'],
  ])('cannot: %s', (_, text) => {
    expect(toClient(text, NO_SAMPLING)).toMatchObject({ kind: 'refuse' });
    expect(toClient(text)).toEqual({ kind: 'pass' }); // nobody asked for more
  });

  test('cannot with bytes that are no text', () => {
    expect(toClient(Buffer.from('{"id":9,"method":"sampling/createMessage","params":{"t":"\xff"}}', 'latin1'), NO_SAMPLING)).toMatchObject({ kind: 'refuse' });
  });

  test('still answers, and prints what it likes', () => {
    for (const text of ['listening on 3000', '{ "level": "info" }', '{"id":1,"result":{"method":"x","a":1,"a":2}}']) expect(toClient(text, NO_SAMPLING)).toEqual({ kind: 'pass' });
  });
});
