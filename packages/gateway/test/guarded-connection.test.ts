import { expect, test } from 'vitest';
import { createMessageGate } from '../src/gate/message-gate.ts';
import { createGuardedConnection, type GuardedConnection } from '../src/guard/guarded-connection.ts';
import type { ApprovalAnswer, GuardMode } from '../src/guard/guard-messages.ts';
import { unkeptRequests } from '../src/guard/unkept-requests.ts';
import { compilePolicy } from '../src/policy/compile-policy.ts';
import type { PolicyRule } from '../src/policy/policy.ts';
import type { RpcDecision } from '../src/rpc/decision-item.ts';
import type { RpcDirection } from '../src/rpc/direction.ts';

const RULES: readonly PolicyRule[] = [{ id: 'ask', effect: 'hold', tool: 'write' }, { id: 'never', effect: 'deny', tool: 'remove' }];
const call = (id: number, name: string, more: object = {}): string => JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, ...more } });
const answerTo = (id: number | string): string => JSON.stringify({ jsonrpc: '2.0', id, result: { content: [] } });

interface Opened {
  readonly connection: GuardedConnection;
  readonly client: (text: string) => void;
  readonly server: (text: string) => void;
  /** What each side got. */
  readonly got: Readonly<Record<RpcDirection, string[]>>;
  readonly recorded: readonly string[];
  readonly decisions: readonly RpcDecision[];
  decide(answer: ApprovalAnswer): void;
}

/** A connection whose recorder keeps what it is told. */
function open(rules: readonly PolicyRule[] = RULES, mode: GuardMode = 'observe'): Opened {
  const got: Record<RpcDirection, string[]> = { to_server: [], to_client: [] };
  const recorded: string[] = [];
  const decisions: RpcDecision[] = [];
  const waiting: ((answer: ApprovalAnswer | undefined) => void)[] = [];
  let ids = 0;
  const connection = createGuardedConnection({
    mode, gate: createMessageGate({ policy: () => compilePolicy({ version: 1, default: 'allow', rules }), server: 'files' }), nextId: () => `a${ids++}`, now: () => 0, progressMs: 5,
    send: (direction, bytes) => void got[direction].push(Buffer.from(bytes).toString()),
    link: {
      ready: Promise.resolve(true), stored: () => Promise.resolve(true), end: () => Promise.resolve({}), long: () => {}, step: () => {}, hidden: () => {}, failure: () => {},
      line: (_, bytes) => void recorded.push(Buffer.from(bytes).toString()), decision: (_, decided) => void decisions.push(decided),
      answer: (_, signal) => new Promise((resolve) => {
        waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(undefined));
      }),
    },
  });
  const take = (direction: RpcDirection) => (text: string): void => void connection.take(direction, { kind: 'line', bytes: Buffer.from(`${text}\n`) });
  return { connection, client: take('to_server'), server: take('to_client'), got, recorded, decisions, decide: (answer) => waiting.pop()?.(answer) };
}

test('who asked for progress hears that the call waits, until somebody decides', async () => {
  const { client, got, decide } = open();
  client(call(1, 'write', { _meta: { progressToken: 't' } }));
  await expect.poll(() => got.to_client.length).toBeGreaterThan(2);
  const told = got.to_client.map((line) => JSON.parse(line) as { method: string; params: { progress: number } }); // what this connection says itself
  expect(told[0]).toMatchObject({ method: 'notifications/progress', params: { progressToken: 't', message: expect.stringContaining('needs an approval') } });
  expect(told.map(({ params: { progress } }) => progress)).toEqual(told.map(({ params: { progress } }) => progress).toSorted((one, other) => one - other));
  decide({ decision: 'approved', by: 'ada' });
  await expect.poll(() => got.to_server).toEqual([`${call(1, 'write', { _meta: { progressToken: 't' } })}\n`]);
  const heard = got.to_client.length;
  client(call(2, 'remove'));
  await expect.poll(() => got.to_client.length).toBe(heard + 1); // its answer, and no more progress
});

test.each([1, '1'])('a server cannot answer a call that waits: %j', (id) => {
  const { client, server, got, recorded, decisions } = open();
  client(call(1, 'write'));
  server(answerTo(id));
  server(answerTo(7));
  expect(got.to_client).toEqual([`${answerTo(7)}\n`]);
  expect(recorded).not.toContain(`${answerTo(id)}\n`);
  expect(decisions.at(-1)).toMatchObject({ decision: 'denied', message: expect.stringContaining('nobody was asked') });
});

test('who uses the id of a call again does not wait for it any more, and gets the answer to the other', async () => {
  const { client, server, got, decisions, decide } = open();
  client(call(1, 'write'));
  client(call(1, 'read'));
  await expect.poll(() => decisions.at(-1)?.decision).toBe('expired');
  decide({ decision: 'approved', by: 'ada' });
  server(answerTo(1));
  expect(got).toEqual({ to_server: [`${call(1, 'read')}\n`], to_client: [`${answerTo(1)}\n`] });
});

test('what waits has a bound: what comes then is denied, and says why', () => {
  const { client, got, decisions } = open();
  for (let id = 0; id < 101; id += 1) client(call(id, 'write'));
  client(call(500, 'read'));
  expect([decisions.filter(({ decision }) => decision === 'held').length, decisions.at(-1)]).toMatchObject([100, { id: 100, decision: 'denied', rule: 'ask', message: expect.stringContaining('Too many messages') }]);
  return expect.poll(() => got).toEqual({ to_server: [`${call(500, 'read')}\n`], to_client: [expect.stringMatching(/"id":100.*isError/)] });
});

test('an answer too long to be read is not cut in two by what the gateway says', () => {
  const { connection, client, got } = open();
  void connection.take('to_client', { kind: 'long', bytes: Buffer.from('{"id":7,') });
  client(call(1, 'remove'));
  void connection.take('to_client', { kind: 'long', bytes: Buffer.from('"result":1}\n'), whole: { bytes: 20, digest: 'sha256-' } });
  expect(got.to_client.map((line) => line.slice(0, 9))).toEqual(['{"id":7,', '"result":', '{"jsonrpc']);
});

test('what is too long to be read does not pass where a server may not ask everything', () => {
  const { connection, got } = open([{ id: 'no-sampling', effect: 'deny', method: 'sampling/*', direction: 'to_client' }]);
  void connection.take('to_client', { kind: 'long', bytes: Buffer.from('{"id":7,') });
  void connection.take('to_client', { kind: 'long', bytes: Buffer.from('"method":"sampling/createMessage"}\n'), whole: { bytes: 20, digest: 'sha256-' } });
  expect(got.to_client).toEqual([]);
  expect(got.to_server).toEqual([expect.stringContaining('longer than what is decoded')]);
});

/** A text of JSON, so many levels deep. */
const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const callWith = (id: string, args: string): string => `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"read","arguments":${args}}}`;

test.each([
  ['200 levels', deep(200)], ['5,000 levels', deep(5000)], ['200,000 levels', deep(200_000)], ['300,000 items', `[${'0,'.repeat(300_000)}0]`],
])('in mode strict a call whose arguments have %s is refused by name and id, and the next one passes', async (_, args) => {
  const { client, got, recorded, decisions } = open(RULES, 'strict');
  client(callWith('1', args));
  client(call(2, 'read'));
  await expect.poll(() => got.to_server).toEqual([`${call(2, 'read')}\n`]);
  expect(got.to_client.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ id: 1, error: { code: -32_012, message: expect.stringMatching(/nested deeper than|keys and items/) } }]);
  expect(decisions).toMatchObject([{ id: 1, decision: 'denied', method: 'tools/call', tool: 'read', message: expect.stringContaining('not recorded') }]);
  expect(recorded).toEqual([`${call(2, 'read')}\n`]);
});

test('in mode strict nothing that a recording keeps is refused for its size', () => {
  const text = (length: number): string => JSON.stringify('x'.repeat(length));
  const many = `[${`${text(30_000)},`.repeat(600)}0]`;
  for (const args of [deep(60), text(20 * 1024 * 1024), many]) expect(unkeptRequests(Buffer.from(callWith('1', args)))).toBeUndefined();
  const beside = `{"jsonrpc":"2.0","id":[1],"method":"tools/call","params":{"name":"read","_meta":${many}}}`;
  expect(unkeptRequests(Buffer.from(beside))?.answers).toMatchObject([{ id: null, error: { message: expect.stringContaining('longer than a record') } }]);
});

test('what only one side can read does not end a connection that waits', async () => {
  const { client, server, got } = open();
  client(call(1, 'write'));
  client(callWith(`[${deep(200_000)}]`, '{}'));
  server(`{"jsonrpc":"2.0","id":[${deep(200_000)}],"result":{}}`);
  server(answerTo(7));
  await expect.poll(() => got.to_client.at(-1)).toBe(`${answerTo(7)}\n`);
});

test('a list of tools that is too deep to go through does not end the connection', async () => {
  const { client, server, got } = open();
  client('{"jsonrpc":"2.0","id":1,"method":"tools/list"}');
  server(`{"jsonrpc":"2.0","id":1,"result":{"tools":[],"x":${deep(200_000)}}}`);
  server(answerTo(7));
  await expect.poll(() => got.to_client.at(-1)).toBe(`${answerTo(7)}\n`);
});
