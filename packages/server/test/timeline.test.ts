import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeRecord, type JsonObject } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { get, handlerFor, json, post } from './support.ts';

const ID = '01937d1e-7c3a-7000-8000-5f2b6c8d9e01';
const START = 1_763_700_000_000_000;

test('says what a recorded terminal is, how long, and where to go in it, by the published schema', async () => {
  const storage = memoryStorage();
  const handler = handlerFor({ storage });
  const header = { sessionId: ID, name: 'A terminal', harness: 'pty', agentName: 'a', workspaceName: 'w' };
  await storage.create(header);
  const records: readonly (readonly [type: string, seconds: number, data: JsonObject, call?: string])[] = [
    ['session_start', 0, header], ['terminal_command', 0, { command: 'make', pty: { columns: 100, rows: 30 } }, 't1'],
    ['terminal_output', 1, { stream: 'pty', text: 'building' }, 't1'], ['snapshot', 2, { reference: 'abc123' }], ['moment', 3, { title: 'Green', description: 'at last' }],
    ['terminal_output', 9, { stream: 'pty', text: '', exitCode: 0 }, 't1'], ['tool_result', 9, { status: 'ok' }, 't1'],
    ['session_stop', 10, { outcome: 'success' }], ['session_status', 10, { status: 'completed' }],
  ];
  await storage.append(ID, records.map(([type, seconds, data, call], n) => encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: START + seconds * 1e6, type, via: 'pty', data, ...(call !== undefined && { call }) })));
  await post(handler, `/api/v1/sessions/${ID}/moments`, JSON.stringify({ title: 'Look', at: START + 4e6 }));
  const timeline = await json(await get(handler, `/api/v1/sessions/${ID}/timeline`));
  expect(timeline).toMatchObject({
    schemaVersion: 1, session: { sessionId: ID, status: 'completed', outcome: 'success' }, startedAt: START, durationUs: 10e6, counts: { steps: 1, damage: 0 },
    terminals: [{ id: 't1', command: 'make', columns: 100, rows: 30, exitCode: 0, endedAt: START + 9e6 }],
    snapshots: [{ eventId: 'r3', at: START + 2e6, reference: 'abc123' }],
  });
  expect((timeline['moments'] as readonly { readonly type: string; readonly title: string }[]).map(({ type, title }) => `${type} ${title}`)).toEqual(['tool make', 'snapshot abc123', 'moment Green', 'moment Look']); // our own answer
  const isTimeline = new Ajv2020({ strict: true, strictTypes: false }).compile(JSON.parse(readFileSync(join(import.meta.dirname, '../../replay-core/json-schema/timeline.schema.json'), 'utf8')) as object);
  expect([isTimeline(timeline), isTimeline.errors]).toEqual([true, null]);
});

test('of a session that goes on it is as long as what came so far, also where only a terminal goes on', async () => {
  const storage = memoryStorage();
  await storage.create({ sessionId: ID, name: 'A terminal', harness: 'pty', agentName: 'a', workspaceName: 'w' });
  await storage.append(ID, [
    encodeRecord({ id: 'a', p: 'p', e: 0, n: 0, at: START, type: 'terminal_command', via: 'pty', call: 't1', data: { command: 'make', pty: { columns: 100, rows: 30 } } }),
    encodeRecord({ id: 'b', p: 'p', e: 0, n: 1, at: START + 5e6, type: 'terminal_output', via: 'pty', call: 't1', data: { stream: 'pty', text: 'x' } }),
  ]);
  expect(await json(await get(handlerFor({ storage }), `/api/v1/sessions/${ID}/timeline`))).toMatchObject({ durationUs: 5e6, snapshots: [], terminals: [{ columns: 100 }] });
});

test('says that there is no such session', async () => {
  expect((await get(handlerFor({ storage: memoryStorage() }), `/api/v1/sessions/${ID}/timeline`)).status).toBe(404);
});
