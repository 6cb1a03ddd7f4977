import { expect, test } from 'vitest';
import { indexedDBStorage } from './indexeddb.ts';

const SESSION = { sessionId: '01937d1e-7c3a-7000-8000-000000000001', name: 'n', harness: 'h', agentName: 'a', workspaceName: 'w' };

test('a storage can be made where there is no IndexedDB, and then says that it cannot be used', async () => {
  const storage = indexedDBStorage();
  const reading = storage.read(SESSION.sessionId)[Symbol.asyncIterator]();
  for (const call of [storage.create(SESSION), storage.append(SESSION.sessionId, []), storage.list(), storage.get(SESSION.sessionId), reading.next(), storage.blobs.put(SESSION.sessionId, new Uint8Array(1))]) {
    await expect(call).rejects.toMatchObject({ code: 'storage_unavailable', message: expect.stringContaining('this page may not keep data') });
  }
  expect(() => storage.appendSync?.(SESSION.sessionId, [])).toThrow('is not open');
  await storage.close();
  await expect(storage.list()).rejects.toMatchObject({ code: 'storage_closed' });
});
