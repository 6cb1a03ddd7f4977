import { emptySessionInfo, encodeRecord, foldSessionInfo, type SessionRecord, type StoredRecord } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createModel } from '../model/create-model.ts';
import { arbitraryLog, storedRecords } from '../test-support/arbitrary-log.ts';
import { recordBuilder, sampleSession, START } from '../test-support/build-records.ts';
import { createSessionIndex, decodeSessionIndex } from './create-session-index.ts';
import { openSession } from './open-session.ts';
import type { SessionIndex } from './types.ts';

const ID = '01980000-0000-7000-8000-000000000001';

const addAll = (index: SessionIndex, stored: readonly StoredRecord[]): SessionIndex => {
  index.add({ records: stored, next: stored.at(-1)?.cursor ?? index.cursor });
  return index;
};
const indexOf = (records: readonly SessionRecord[]): SessionIndex => addAll(createSessionIndex('s1'), storedRecords(records));
const headsOf = (index: SessionIndex): unknown => index.turns.map(({ cursor: _place, ...turn }) => ({ ...turn, steps: index.steps(turn.id).map(({ cursor: _where, ...step }) => step) }));
const many = (count: number, length = 1): SessionRecord[] => {
  const record = recordBuilder();
  return Array.from({ length: count }, () => record('moment', { title: 'x'.repeat(length) }));
};

test('turns and steps have heads with what lists show', () => {
  const index = indexOf(sampleSession());
  expect(index.turns).toMatchObject([
    { id: 't1', number: 1, title: 'Make the tests pass', origin: 'human', startedAt: START + 1_000_000, outcome: 'success', steps: 3, failed: 1, durationUs: 14_000_000 },
    { number: 2, title: 'Deploy', outcome: 'interrupted', steps: 2, failed: 1 },
  ]);
  expect(index.steps('t1').map(({ id, kind, title, status }) => [id, kind, title, status])).toEqual([['c1', 'test', 'npm test', 'failed'], ['c2', 'edit', 'src/login.ts', 'ok'], ['c3', 'test', 'npm test', 'ok']]);
  expect(index.session).toMatchObject({ name: 'Add login', status: 'completed', outcome: 'success', events: 27 });
});

test('a chunk says how long it is, when it was, what is in it, how bad it was and whose records they are', () => {
  const [chunk, ...others] = indexOf(sampleSession()).chunks;
  expect(others).toEqual([]);
  expect(chunk).toMatchObject({
    from: '', to: '00000027', records: 27, startedAt: START, endedAt: START + 26_000_000, severity: 'error', numbers: [{ p: 'p1', e: 0, first: 0, last: 26 }],
    types: { prompt: 2, terminal_command: 3, usage: 2, session_start: 1 },
    bytes: sampleSession().reduce((sum, record) => sum + Buffer.byteLength(encodeRecord(record)) + 1, 0),
  });
});

test('a chunk has at most 256 records and 1 MiB, unless a single record is longer', () => {
  expect(indexOf(many(600)).chunks.map(({ records }) => records)).toEqual([256, 256, 88]);
  expect(indexOf(many(5, 400_000)).chunks.map(({ records }) => records)).toEqual([2, 2, 1]);
  expect(indexOf(many(3, 2_000_000)).chunks.map(({ records }) => records)).toEqual([1, 1, 1]);
  const { chunks } = indexOf(many(600));
  expect(chunks.map(({ from }) => from)).toEqual(['', ...chunks.slice(0, -1).map(({ to }) => to)]);
});

test('the heads are those of the model, whatever the log', () => {
  fc.assert(fc.property(arbitraryLog, (records) => {
    const index = indexOf(records);
    const model = createModel({ sessionId: 's1' }).add(records);
    expect(index.turns.map(({ id, number, startedAt, outcome, steps }) => ({ id, number, startedAt, outcome, steps })))
      .toEqual(model.turns.map(({ id, startedAt, outcome, steps }, place) => ({ id, number: place + 1, startedAt, outcome, steps: steps.length })));
    for (const turn of model.turns) {
      expect(index.steps(turn.id).map(({ id, turnId, kind, title, status, startedAt, durationUs }) => ({ id, turnId, kind, title, status, startedAt, durationUs })))
        .toEqual(turn.steps.map(({ id, turnId, kind, title, status, startedAt, durationUs }) => ({ id, turnId, kind, title: title.length > 120 ? `${title.slice(0, 119)}…` : title, status, startedAt, durationUs })));
    }
    expect(index.session).toEqual(model.session);
  }), { numRuns: 300 });
});

test('a session lasts until its last record, also where that one says again what another says', () => {
  const record = recordBuilder();
  const records = [record('prompt', { text: 'Go', origin: 'human' }, { key: 'prompt:1' }), record('prompt', { text: 'Go', origin: 'human' }, { key: 'prompt:1' })];
  const { session } = createModel({ sessionId: 's1' }).add(records);
  expect(session).toMatchObject({ startedAt: records[0]?.at, updatedAt: records[1]?.at, events: 2 });
  expect(indexOf(records).session).toEqual(session);
});

test('an index is the same however the log came, and after it was written down in between', async () => {
  await fc.assert(fc.asyncProperty(arbitraryLog, fc.array(fc.nat(60), { maxLength: 4 }), async (records, cuts) => {
    const stored = storedRecords(records);
    const whole = await addAll(createSessionIndex('s1'), stored).encode();
    let index: SessionIndex | undefined = createSessionIndex('s1');
    let place = 0;
    for (const cut of [...cuts.map((at) => Math.min(at, stored.length)).sort((a, b) => a - b), stored.length]) {
      if (cut > place || cut === stored.length) index = addAll(index, stored.slice(place, cut));
      place = cut;
      index = await decodeSessionIndex(await index.encode(), 's1');
      if (!index) throw new Error('What an index wrote was refused.');
    }
    expect(Buffer.from(await index.encode()).equals(Buffer.from(whole))).toBe(true);
  }), { numRuns: 150 });
});

test('turns and steps are the same for every order in which records arrive', () => {
  fc.assert(fc.property(arbitraryLog, fc.infiniteStream(fc.nat()), (records, random) => {
    const shuffled = [...records].map((record) => ({ record, place: random.next().value ?? 0 })).sort((a, b) => a.place - b.place).map(({ record }) => record);
    expect(headsOf(indexOf(shuffled))).toEqual(headsOf(indexOf(records)));
  }), { numRuns: 200 });
});

test('the session is told as a storage tells it', () => {
  const record = recordBuilder('critic');
  const records = [...sampleSession(), record('iteration', { index: 1, actor: 'x'.repeat(10_000) }), record('iteration', { index: 2 }), record('terminal_command', { command: 'bash', pty: { columns: 80, rows: 24 } }, { call: 'terminal' })];
  const { outcome: _derived, ...session } = indexOf(records).session;
  expect(session).toEqual(records.reduce(foldSessionInfo, emptySessionInfo('s1')));
  expect(session.terminals).toBe(1);
});

test('a session whose content was removed leaves nothing in its index', () => {
  const record = recordBuilder('dropper');
  const index = indexOf([...sampleSession(), record('session_dropped', { reason: 'private' })]);
  expect([index.turns, index.chunks, index.session.name, index.session.dropped]).toEqual([[], [], 's1', { reason: 'private' }]);
});

test('garbage, another version, another session and a cut index are refused', async () => {
  const bytes = await indexOf(sampleSession()).encode();
  const repacked = async (change: (text: string) => string): Promise<Uint8Array> => {
    const text = await new Response(new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
    return new Uint8Array(await new Response(new Blob([change(text)]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
  };
  expect(await decodeSessionIndex(await repacked((text) => text), 's1')).toBeDefined();
  for (const bad of [
    new Uint8Array(), new Uint8Array([1, 2, 3]), bytes.slice(0, -20), bytes.map((byte, place) => (place === 60 ? byte ^ 1 : byte)),
    await repacked((text) => text.replace('"playhead-session-index-4",1', '"playhead-session-index-4",2')),
    await repacked((text) => text.split('\n').slice(0, -2).join('\n')), await repacked(() => 'null\n'), await repacked(() => '{}\n'), await repacked((text) => `${text}["other"]\n`),
    await repacked((text) => text.replace(/\["chunk","\d+",27/, '["chunk","0",26')),
  ]) expect(await decodeSessionIndex(bad, 's1')).toBe(undefined);
  expect(await decodeSessionIndex(bytes, 's2')).toBe(undefined);
});

test('what is tiny and becomes one endless row is refused', async () => {
  const zip = new CompressionStream('gzip');
  const bytes = new Response(zip.readable).arrayBuffer();
  const writer = zip.writable.getWriter();
  for (let written = 0; written < 96; written += 1) await writer.write(new Uint8Array(1024 * 1024).fill(0x20));
  await writer.close();
  expect(await decodeSessionIndex(new Uint8Array(await bytes), 's1')).toBeUndefined();
});

test('any change of a written index is refused or read, and never throws', async () => {
  const bytes = await indexOf(sampleSession()).encode();
  await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (place, value) => {
    const changed = bytes.slice();
    changed[place] = value;
    await decodeSessionIndex(changed, 's1');
  }), { numRuns: 300 });
});

test('a hostile log makes no large index', async () => {
  const record = recordBuilder();
  const long = 'x'.repeat(100_000);
  const records = Array.from({ length: 200 }, (_, number) => [
    record('prompt', { text: long, origin: 'human' }, { turn: `${number}${long}`, key: `${number}${long}` }),
    record('tool_call', { name: long, title: long }, { call: `${number}${long}`, turn: `${number}${long}` }),
    { ...record('moment', { title: long }), type: `${number}${long}`, p: `${number}${long}` },
  ]).flat();
  const index = indexOf(records);
  expect(index.turns).toHaveLength(200);
  const text = await new Response(new Blob([new Uint8Array(await index.encode())]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
  expect(text.length).toBeLessThan(records.length * 1500);
  expect(await decodeSessionIndex(await index.encode(), 's1')).toBeDefined();
});

describe('of a session that agent and boundary tell', () => {
  /** A call on either side or on both, in one of three turns. */
  const call = fc.record({
    at: fc.integer({ min: 1, max: 40 }), turn: fc.constantFrom('t1', 't2', undefined), tool: fc.constantFrom('read', 'write'), took: fc.integer({ min: 1, max: 9 }), id: fc.nat(9),
    sides: fc.constantFrom('agent' as const, 'boundary' as const, 'both' as const, 'both' as const), status: fc.constantFrom('ok' as const, 'failed' as const), text: fc.constantFrom('x', 'y'),
  });
  const logOf = (calls: readonly (typeof call extends fc.Arbitrary<infer Call> ? Call : never)[], isOver: boolean): readonly SessionRecord[] => {
    const [own, tap] = [recordBuilder('agent'), recordBuilder('tap')];
    const records = [
      own('session_start', { sessionId: 's1', name: 'Work', harness: 'own', agentName: 'Agent', workspaceName: 'web' }, { at: START }), own('prompt', { text: 'Go', origin: 'human' }, { at: START, turn: 't1' }),
      own('prompt', { text: 'On', origin: 'human' }, { at: START + 20_000, turn: 't2' }), tap('harness_event', { name: 'mcp_server_start', extra: { server: 'files' } }, { at: START, via: 'gateway' }),
    ];
    for (const { at, turn, tool, took, id, sides, status, text } of calls) {
      const begins = START + at * 1000;
      const data = { server: 'files', tool, input: { id } };
      if (sides !== 'boundary') records.push(own('mcp_call', data, { at: begins, call: `c${id}`, ...(turn && { turn }) }), own('tool_result', { status: 'ok', text: 'x' }, { at: begins + took * 1000, call: `c${id}` }));
      if (sides !== 'agent') records.push(tap('mcp_call', data, { at: begins + 100, call: `tap:${id}`, via: 'gateway' }), tap('tool_result', { status, text, durationUs: 7 }, { at: begins + 200, call: `tap:${id}`, via: 'gateway' }));
    }
    if (isOver) records.push(own('session_status', { status: 'completed' }, { at: START + 90_000 }));
    return records.sort((a, b) => a.at - b.at);
  };
  const witnessed = fc.tuple(fc.array(call, { maxLength: 14 }), fc.boolean()).map(([calls, isOver]) => logOf(calls, isOver));

  test('the heads are those of the model, each call once', () => {
    fc.assert(fc.property(witnessed, (records) => {
      const index = indexOf(records);
      const model = createModel({ sessionId: 's1' }).add(records);
      expect(index.turns.map(({ id, steps, failed }) => ({ id, steps, failed }))).toEqual(model.turns.map(({ id, steps }) => ({ id, steps: steps.length, failed: steps.filter(({ status }) => status === 'failed').length })));
      for (const { id, steps } of model.turns) {
        expect(index.steps(id).map(({ cursor: _cursor, ...step }) => step)).toEqual(steps.map(({ id: stepId, turnId, kind, title, status, startedAt, durationUs }) => ({ id: stepId, turnId, kind, title, status, startedAt, ...(durationUs !== undefined && { durationUs }) })));
      }
    }), { numRuns: 150 });
  });

  test('a turn that is read by it has the steps and verdicts of the whole, also after it was written down', async () => {
    await fc.assert(fc.asyncProperty(witnessed, async (records) => {
      const storage = memoryStorage();
      await storage.create({ sessionId: ID, name: 'Work', harness: 'own', agentName: 'Agent', workspaceName: 'web' });
      await storage.append(ID, records.map((record) => encodeRecord(record)));
      const opened = await openSession(storage, ID);
      const model = createModel({ sessionId: ID }).add(records);
      for (const [index, turn] of model.turns.entries()) expect((await opened.readTurn(index + 1)).turns[0]?.steps).toEqual(turn.steps);
      const again = await decodeSessionIndex(await opened.index.encode(), ID);
      expect(again && headsOf(again)).toEqual(headsOf(opened.index));
      expect(Buffer.from((await again?.encode()) ?? [])).toEqual(Buffer.from(await opened.index.encode()));
    }), { numRuns: 40 });
  });
});
