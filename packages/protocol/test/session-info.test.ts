import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareRecords, emptySessionInfo, foldSessionInfo, type SessionInfo, type SessionRecord, withProject } from '@playhead/protocol';
import { anyJson, anyObject, recordWith } from './arbitraries.ts';

const ID = '01937d1e-0000-7000-8000-0000000000aa';
const fold = (records: readonly SessionRecord[]): SessionInfo => records.reduce(foldSessionInfo, emptySessionInfo(ID));

const headerData = fc.dictionary(fc.constantFrom('name', 'project', 'agentName', 'models', 'status', 'events', 'outcome', 'iterations', 'terminals', 'sessionId', '__proto__', 'mine'), fc.oneof(fc.string(), anyJson), { maxKeys: 4 });
const stopData = fc.record({
  outcome: fc.oneof(fc.constantFrom('success', 'failed', 'interrupted'), anyJson), summary: fc.oneof(fc.string({ maxLength: 2 }), anyJson), confidence: fc.oneof(fc.double({ min: -1, max: 2, noNaN: true }), anyJson),
}, { requiredKeys: [] });
const event = fc.oneof(
  fc.record({ type: fc.constantFrom('session_start', 'session_update'), data: headerData }),
  fc.record({ type: fc.constant('session_stop'), data: stopData }),
  fc.record({ type: fc.constant('session_status'), data: fc.record({ status: fc.oneof(fc.constantFrom('recording', 'processing', 'completed', 'failed', 'toString'), anyJson) }) }),
  fc.record({ type: fc.constant('terminal_command'), call: fc.constant('c'), data: fc.record({ pty: fc.oneof(fc.constant({ columns: 80, rows: 24 }), anyJson) }) }),
  fc.record({ type: fc.constant('iteration'), data: fc.record({ index: fc.oneof(fc.integer({ min: -1, max: 4 }), anyJson) }) }),
  fc.record({ type: fc.constantFrom('prompt', 'unheard_of'), data: anyObject }),
);
const dropEvent = fc.record({ type: fc.constant('session_dropped'), data: fc.record({ reason: fc.oneof(fc.string(), anyJson), by: anyJson, harness: anyJson, generation: anyJson }, { requiredKeys: [] }) });
const log = fc.array(fc.tuple(event, fc.nat(5), fc.constantFrom('a', 'b')), { maxLength: 12 }).map((entries) =>
  entries.map(([{ type, data }, at, p], n) => recordWith({ type, data: data as SessionRecord['data'], at, p, n })));

test('a session looks the same in whatever order its records arrive', () => {
  fc.assert(fc.property(log.chain((records) => fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length }))), ([records, shuffled]) => {
    expect(JSON.parse(JSON.stringify(sorted(fold(shuffled))))).toEqual(JSON.parse(JSON.stringify(sorted(fold(records)))));
  }), { numRuns: 3000 });
});

test('what records decide is always of its type, whatever they hold', () => {
  fc.assert(fc.property(log, (records) => {
    const info = fold(records);
    expect(info.sessionId).toBe(ID);
    expect(info.events).toBe(records.length);
    for (const key of ['name', 'harness', 'agentName', 'workspaceName']) expect(typeof info[key]).toBe('string');
    expect(['recording', 'processing', 'completed', 'failed']).toContain(info.status);
    expect([undefined, 'success', 'failed', 'interrupted', 'max_iterations_reached']).toContain(info.outcome);
    expect(info.iterations === undefined || (Number.isSafeInteger(info.iterations) && info.iterations >= 0)).toBe(true);
    expect(info.terminals === undefined || (Number.isSafeInteger(info.terminals) && info.terminals > 0)).toBe(true);
    expect(Object.getPrototypeOf(info)).toBe(Object.prototype);
  }));
});

test('of a dropped session nothing is known but that, in whatever order its records arrive', () => {
  const tombstones = fc.array(fc.tuple(dropEvent, fc.nat(5)), { minLength: 1, maxLength: 3 }).map((entries) => entries.map(([{ type, data }, at], n) => recordWith({ type, data: data as SessionRecord['data'], at, p: 'd', n })));
  fc.assert(fc.property(fc.tuple(log, tombstones).chain(([records, drops]) => fc.tuple(fc.constant(drops), fc.shuffledSubarray([...records, ...drops], { minLength: records.length + drops.length }))), ([drops, all]) => {
    const first = [...drops].sort(compareRecords)[0];
    expect(fold(all)).toEqual(first && fold([first]));
    expect(fold(all)).toMatchObject({ status: 'completed', events: 1, name: ID, startedAt: first?.at });
    expect(typeof fold(all).dropped?.reason).toBe('string');
  }), { numRuns: 1000 });
});

test('no header can say that a session was dropped', () => {
  const start = recordWith({ type: 'session_start', data: { name: 'n', dropped: { reason: 'private' } } });
  expect(fold([start]).dropped).toBeUndefined();
});

test('the earliest stop that states an outcome decides, also when it arrives last', () => {
  const early = recordWith({ type: 'session_stop', at: 5, data: { outcome: 'failed', summary: 'early' } });
  const late = recordWith({ type: 'session_stop', at: 9, n: 1, data: { outcome: 'success', summary: 'late', confidence: 0.9 } });
  const silent = recordWith({ type: 'session_stop', at: 2, n: 2, data: { outcome: '', summary: '' } });
  expect(fold([late, early, silent])).toMatchObject({ outcome: 'failed', summary: 'early', confidence: 0.9, stoppedAt: 2, startedAt: 2, updatedAt: 9, status: 'processing', events: 3 });
});

test('the latest update of a field counts, and beats a start that arrives after it', () => {
  const start = recordWith({ type: 'session_start', at: 1, data: { name: 'start', project: 'p', custom: 1 } });
  const rename = recordWith({ type: 'session_update', at: 5, n: 1, data: { name: 'second' } });
  const older = recordWith({ type: 'session_update', at: 3, n: 2, data: { name: 'first', cwd: '/w' } });
  expect(fold([rename, older, start])).toMatchObject({ name: 'second', project: 'p', cwd: '/w', custom: 1 });
});

test('a second start adds only what the first did not say', () => {
  const first = recordWith({ type: 'session_start', at: 1, data: { name: 'mine' } });
  const join = recordWith({ type: 'session_start', at: 2, n: 1, data: { name: 'other', project: 'p' } });
  expect(fold([first, join])).toMatchObject({ name: 'mine', project: 'p' });
});

test('a session has as many iterations as the highest number of one, whatever else a record or a header claims', () => {
  const round = (index: unknown, n: number): SessionRecord => recordWith({ type: 'iteration', n, data: { index: index as never } });
  expect(fold([round(2, 0), round(3, 1), round(1, 2), round('9', 3), round(-4, 4), round(4.5, 5), recordWith({ type: 'session_update', n: 6, data: { iterations: 8 } })]).iterations).toBe(3);
  expect(fold([round('1', 0)])).not.toHaveProperty('iterations');
});

test('a session has as many terminals as commands that name one of their own, whatever a header claims', () => {
  const command = (pty: unknown, n: number): SessionRecord => recordWith({ type: 'terminal_command', n, call: `c${n}`, data: { command: 'bash', ...(pty !== undefined && { pty: pty as never }) } });
  const size = { columns: 80, rows: 24 };
  expect(fold([command(size, 0), command(undefined, 1), command('80x24', 2), command(size, 3), recordWith({ type: 'session_update', n: 4, data: { terminals: 8 } })]).terminals).toBe(2);
  expect(fold([command(undefined, 0)])).not.toHaveProperty('terminals');
});

test('a session never goes back, and failed outranks completed', () => {
  const status = (value: string, n: number): SessionRecord => recordWith({ type: 'session_status', n, data: { status: value } });
  expect(fold([status('completed', 0), status('recording', 1)]).status).toBe('completed');
  expect(fold([status('failed', 0), status('completed', 1)]).status).toBe('failed');
  expect(fold([status('completed', 0), recordWith({ type: 'session_stop', n: 1 })]).status).toBe('completed');
});

test('where facts come from shows neither in JSON nor among the keys', () => {
  const info = fold([recordWith({ type: 'session_start', data: { name: 'x' } })]);
  expect(Reflect.ownKeys({ ...info }).every((key) => typeof key === 'string')).toBe(true);
});

test('folding does not change what was folded before', () => {
  const start = fold([recordWith({ type: 'session_start', at: 1, data: { name: 'x' } })]);
  foldSessionInfo(start, recordWith({ type: 'session_update', n: 1, at: 9, data: { name: 'y' } }));
  expect(foldSessionInfo(start, recordWith({ type: 'session_update', n: 2, at: 2, data: { name: 'z' } })).name).toBe('z');
});

test('an info that was read back from JSON keeps its outcome', () => {
  const stored = JSON.parse(JSON.stringify(fold([recordWith({ type: 'session_stop', data: { outcome: 'failed' } })])));
  expect(foldSessionInfo(stored, recordWith({ type: 'session_stop', n: 1, data: { outcome: 'success' } })).outcome).toBe('failed');
});

function sorted(info: SessionInfo): [string, unknown][] {
  return Object.entries(info).sort(([a], [b]) => (a < b ? -1 : 1));
}

test('what redaction found adds up, whatever a record claims', () => {
  const found = (n: number, value: unknown): SessionRecord => recordWith({ type: 'redaction', n, data: { policy: 'entity', found: value as never } });
  const info = fold([found(0, [{ kind: 'JWT', count: 2 }]), found(1, [{ kind: 'EMAIL_ADDRESS', count: 1 }, { kind: 'JWT', count: 1 }]), found(2, 'nothing'), found(3, [null, { kind: '__proto__', count: 4 }, { kind: 'JWT', count: -1 }, { kind: 'x'.repeat(101), count: 1 }])]);
  expect(info.redactions).toEqual(Object.fromEntries([['EMAIL_ADDRESS', 1], ['JWT', 3], ['__proto__', 4]]));
  expect(fold([recordWith({ n: 0 })]).redactions).toBeUndefined();
});

test('a session without a project has that of its working directory, on any system', () => {
  const shown = (fields: Partial<SessionInfo>): unknown => withProject({ ...emptySessionInfo(ID), ...fields }).project;
  expect([shown({ cwd: '/home/ada/shop/' }), shown({ cwd: 'C:\\work\\api' }), shown({ cwd: '/srv/web', project: 'mine' }), shown({}), shown({ cwd: '/' }), shown({ cwd: 'C:\\' }), shown({ cwd: 7 as unknown as string })]).toEqual(['shop', 'api', 'mine', undefined, undefined, undefined, undefined]);
});
