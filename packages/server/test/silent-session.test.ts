import { encodeRecord, SILENT_US, type JsonObject, type SessionStorage } from '@playhead/protocol';
import { openSession } from '@playhead/replay-core';
import { readDocument } from '@playhead/server';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { beforeEach, expect, test } from 'vitest';

const ID = '01980000-0000-7000-8000-000000000001';
const AT = 1_760_000_000_000_000;
let clock: number;
let storage: SessionStorage;

beforeEach(async () => {
  clock = AT / 1000;
  storage = memoryStorage({ now: () => clock });
  await storage.create({ sessionId: ID, name: 'Left', harness: 'h', agentName: 'a', workspaceName: 'w' });
  await storage.append(ID, [line(0, 'prompt', { text: 'Do it' }), line(1, 'tool_call', { tool: 'Bash', input: { command: 'sleep 9' } })]);
});

const line = (n: number, type: string, data: JsonObject): string => encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: AT + n * 1000, type, via: 'sdk', turn: 't', ...(type === 'tool_call' && { call: 'c' }), data });
const silence = (): void => { clock += SILENT_US / 1000; };

test('a session that was silent for half an hour and that nobody stopped was interrupted, wherever it is listed or shown', async () => {
  silence();
  const { sessions: [listed] } = await storage.list();
  const document = await readDocument(storage, ID);
  const opened = await openSession(storage, ID);
  const { turns: [turn] } = await opened.readTurn(1);
  for (const session of [listed, document.session, opened.session]) expect(session).toMatchObject({ status: 'completed', outcome: 'interrupted' });
  expect([document.turns[0]?.steps[0]?.status, turn?.steps[0]?.status, opened.turns[0]?.outcome]).toEqual(['interrupted', 'interrupted', 'interrupted']);
});

test('it goes on when something comes after all', async () => {
  silence();
  expect((await readDocument(storage, ID)).session.outcome).toBe('interrupted');
  await storage.append(ID, [line(2, 'assistant_text', { text: 'Still here', messageId: 'm' })]);
  const { session, turns } = await readDocument(storage, ID);
  expect([session.status, session.outcome, turns[0]?.steps[0]?.status]).toEqual(['recording', undefined, 'running']);
});

test('an index that is open meanwhile shows it when it is looked at again', async () => {
  const opened = await openSession(storage, ID);
  expect([opened.session.status, opened.turns[0]?.outcome]).toEqual(['recording', undefined]);
  silence();
  await opened.update();
  expect([opened.session.outcome, opened.turns[0]?.outcome]).toEqual(['interrupted', 'interrupted']);
  await storage.append(ID, [line(2, 'assistant_text', { text: 'Still here', messageId: 'm' })]);
  await opened.update();
  expect([opened.session.status, opened.turns[0]?.outcome]).toEqual(['recording', undefined]);
});
