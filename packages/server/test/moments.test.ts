import { beforeEach, expect, test } from 'vitest';
import { encodeRecord, type SessionStorage } from '@playhead/protocol';
import { createModel, outlineEditor } from '@playhead/replay-core';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import type { Handler } from '../src/index.ts';
import { get, handlerFor, hook, json, post } from './support.ts';

let storage: SessionStorage;
let handler: Handler;
let sessionId: string;
let path: string;

beforeEach(async () => {
  storage = memoryStorage();
  handler = handlerFor({ storage });
  await hook(handler, { session: 's1', text: 'first' });
  sessionId = (await storage.list()).sessions[0]!.sessionId;
  path = `/api/v1/sessions/${sessionId}/moments`;
});

const mark = async (body: unknown): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await post(handler, path, JSON.stringify(body));
  return { status: response.status, body: await json(response) };
};
const momentsNow = async (): Promise<unknown> => ((await json(await get(handler, path)))['moments'] as { type: string }[]).filter(({ type }) => type !== 'prompt'); // our own answer
const end = (): Promise<void> => storage.append(sessionId, [encodeRecord({ id: 'stop', p: 'p1', e: 0, n: 0, at: Date.now() * 1000 + 1000, type: 'session_stop', via: 'sdk', data: {} }), encodeRecord({ id: 'done', p: 'p1', e: 0, n: 1, at: Date.now() * 1000 + 1001, type: 'session_status', via: 'sdk', data: { status: 'completed' } })]);

test('a moment that is marked while the session runs is a record of it', async () => {
  expect(await mark({ title: ' Now it works ', description: 'after the third try' })).toMatchObject({ status: 201, body: { moment: { title: 'Now it works', stored: 'record' } } });
  expect(await momentsNow()).toMatchObject([{ type: 'moment', title: 'Now it works', description: 'after the third try' }]);
  expect(await storage.annotations(sessionId)).toEqual([]);
});

test('a moment that is marked afterwards is noted beside the session, at its time, and several at one place are several', async () => {
  await end();
  const { startedAt } = (await storage.get(sessionId))!;
  const before = JSON.stringify((await storage.get(sessionId))!.events);
  expect(await mark({ title: 'One', at: startedAt + 5, author: 'ada' })).toMatchObject({ status: 201, body: { moment: { title: 'One', at: startedAt + 5, stored: 'annotation' } } });
  await mark({ title: 'Two', at: startedAt + 5, description: 'right after it' });
  expect(await momentsNow()).toMatchObject([{ title: 'One', editedBy: 'ada' }, { title: 'Two', editedBy: 'somebody', description: 'right after it' }]);
  expect(JSON.stringify((await storage.get(sessionId))!.events)).toBe(before);
  const records = [];
  for await (const chunk of storage.read(sessionId)) records.push(...chunk.records.map(({ record }) => record));
  const model = outlineEditor(await storage.annotations(sessionId))(createModel({ sessionId }).add(records));
  for (const { eventId } of model.moments) expect(model.events.some(({ id }) => id === eventId)).toBe(true); // a page can jump there
});

test('to mark a moment of a long session that has ended reads a part of its log, and finds the event before it', async () => {
  const began = Date.now() * 1000;
  const lines = Array.from({ length: 5000 }, (_, n) => encodeRecord({ id: `note${n}`, p: 'p2', e: 0, n, at: began + n, type: 'terminal_command', via: 'sdk', call: `c${n}`, data: { command: `echo ${n}` } }));
  await storage.append(sessionId, lines);
  await end();
  await mark({ title: 'first', at: began + 10 }); // makes the index
  let read = 0;
  const counting: SessionStorage = { ...storage, async *read(id, options) { for await (const chunk of storage.read(id, options)) { read += chunk.records.length; yield chunk; } } };
  handler = handlerFor({ storage: counting });
  await mark({ title: 'in the middle', at: began + 2500 });
  await mark({ title: 'at the end' });
  expect(read).toBeLessThan(2500);
  const anchors = (await storage.annotations(sessionId)).map(({ data }) => (data['anchor'] as { eventId?: string }).eventId); // our own
  expect(anchors).toEqual(['note10', 'note2500', 'stop']);
});

test('a secret in a moment is taken out, whether it is a record or a note', async () => {
  const secret = 'ghp_x7Kq2mN9pL4vR8sT1wY6zA3bC5dE0fG2hJ4k';
  await mark({ title: `see ${secret}` });
  await end();
  await mark({ title: `and ${secret}` });
  expect(JSON.stringify([await momentsNow(), await storage.annotations(sessionId)])).not.toContain(secret);
});

test.each([{}, { title: '' }, { title: ' ' }, { title: 'x'.repeat(201) }, { title: 'a', at: 1.5 }, { title: 'a', at: -1 }, { title: 'a', at: 'now' }, { title: 'a', description: 1 }, { title: 'a', kind: 'x' }, [], 'text'])('what is no moment is refused, and nothing is marked: %#', async (body) => {
  expect(await mark(body)).toMatchObject({ status: 400, body: { code: 'invalid_payload' } });
  expect(await momentsNow()).toEqual([]);
});

test('a time that is not in the session is refused while it is recorded and afterwards, and one that nearly is counts as its start or end', async () => {
  const { startedAt } = (await storage.get(sessionId))!;
  const far = [startedAt - 60_000_000, startedAt + 3600_000_000, Number.MAX_SAFE_INTEGER];
  for (const at of far) expect(await mark({ title: 'far', at })).toMatchObject({ status: 400, body: { code: 'invalid_payload', message: expect.stringContaining('is not in it') } });
  await end();
  for (const at of far) expect(await mark({ title: 'far', at })).toMatchObject({ status: 400 });
  expect(await momentsNow()).toEqual([]);
  const { stoppedAt, updatedAt } = (await storage.get(sessionId))!;
  expect(await mark({ title: 'start', at: startedAt - 500_000 })).toMatchObject({ body: { moment: { at: startedAt } } });
  expect(await mark({ title: 'end', at: updatedAt + 500_000 })).toMatchObject({ body: { moment: { at: Math.max(stoppedAt ?? 0, updatedAt) } } });
});

test('says that there is no such session', async () => {
  expect((await post(handler, '/api/v1/sessions/01937d1e-7c3a-7000-8000-5f2b6c8d9e01/moments', '{"title":"a"}')).status).toBe(404);
  expect((await get(handler, '/api/v1/sessions/01937d1e-7c3a-7000-8000-5f2b6c8d9e01/moments')).status).toBe(404);
});
