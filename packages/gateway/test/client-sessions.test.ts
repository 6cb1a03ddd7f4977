import { createIdSource, type SessionStorage } from '@playhead/protocol';
import { createRecorder } from '@playhead/recorder';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { expect, test } from 'vitest';
import { createClientSessions } from '../src/anthropic/client-sessions.ts';

const NAME = '0197a0c0-5d1e-7c00-8000-00000000cafe';
const AT = 1_000_000;

async function messagesOf(storage: SessionStorage, sessionId: string): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for await (const { records } of storage.read(sessionId)) found.push(...records.flatMap(({ record }) => (record.type === 'assistant_message' ? [record.data['text']] : [])));
  return found;
}

/** Records what a client asks that names the session of somebody else. @returns What stands in that one, and in all others. */
async function namesAnother(isApart: boolean): Promise<readonly (readonly unknown[])[]> {
  const storage = memoryStorage();
  const nextId = createIdSource();
  const recorder = createRecorder({ storage });
  const { sessionId: other } = await recorder.recordStart({ name: 'other', harness: 'claude-code', harnessSessionId: NAME, agentName: 'x', workspaceName: 'x' });
  const own = { sessionId: nextId(), name: 'own', harness: 'claude-code', agentName: 'x', workspaceName: 'x' };
  const start = { session: own, ownsSession: true, first: { name: 'model_service', extra: {} }, at: AT, isApart };
  const clients = createClientSessions({ recorder, storage: () => Promise.resolve(storage), start, onProblem: (message) => expect.unreachable(message) });
  for (const text of ['first', 'second']) {
    await clients.prepare({ method: 'POST', target: '/v1/messages', headers: { 'x-claude-code-session-id': NAME } });
    clients.record([{ type: 'assistant_message', at: AT, session: NAME, data: { text } }]);
  }
  await clients.stop(false);
  await recorder.flush();
  const { sessions } = await storage.list();
  const found = [await messagesOf(storage, other), (await Promise.all(sessions.filter(({ sessionId }) => sessionId !== other).map(({ sessionId }) => messagesOf(storage, sessionId)))).flat()];
  await recorder.close();
  return found;
}

test('a client that names a session which is there already is recorded in it', async () => {
  expect(await namesAnother(false)).toEqual([['first', 'second'], []]);
});

test('an agent that is kept from the recording writes into no session of others, whatever it names', async () => {
  expect(await namesAnother(true)).toEqual([[], ['first', 'second']]);
});
