import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionStorage } from '@playhead/protocol';
import { httpStorage } from '@playhead/storage-adapters/http';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, expect, test } from 'vitest';
import { createRecorder, type Recorder, type RecorderOptions } from './index.ts';

const header = { name: 'n', harness: 'h', agentName: 'a', workspaceName: 'w' };
const undo: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function recorderFor(storage: SessionStorage, options: Partial<RecorderOptions> = {}): Recorder {
  const spoolDir = mkdtempSync(join(tmpdir(), 'playhead-silent-'));
  undo.push(() => rmSync(spoolDir, { recursive: true, force: true }));
  const recorder = createRecorder({ storage, spoolDir, serverUrl: 'http://127.0.0.1:7433', answerTimeoutMs: 50, closeTimeoutMs: 0, ...options });
  undo.push(() => recorder.close());
  return recorder;
}

/** A storage whose calls go through a gate that can be shut: then they neither resolve nor reject until it is opened again. */
function gated(): { storage: SessionStorage; shut(): void; open(): void } {
  const inner = memoryStorage();
  let opened = Promise.resolve();
  let open = (): void => {};
  const storage = new Proxy(inner, {
    get(target, name: keyof SessionStorage) {
      if (name === 'appendSync') return undefined;
      const value = target[name];
      return ['create', 'append', 'get'].includes(name) && typeof value === 'function' ? async (...args: never[]): Promise<unknown> => { await opened; return Reflect.apply(value, target, args); } : value;
    },
  });
  return { storage, open: () => open(), shut: () => { opened = new Promise((resolve) => { open = resolve; }); } };
}

const typesIn = async (storage: SessionStorage, sessionId: string): Promise<string[]> => {
  const types: string[] = [];
  for await (const { records } of storage.read(sessionId)) types.push(...records.map(({ record }) => record.type));
  return types;
};

test.each(['flush', 'recordStop'] as const)('%s says so when the storage never answers, and nothing is lost once it does', async (call) => {
  const { storage, shut, open } = gated();
  const errors: string[] = [];
  const recorder = recorderFor(storage, { onError: ({ code }) => errors.push(code) });
  const { sessionId } = await recorder.recordStart(header);
  shut();
  recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'kept' } });
  await expect(call === 'flush' ? recorder.flush() : recorder.recordStop({ sessionId })).rejects.toMatchObject({ code: 'storage_unavailable', retryable: true });
  expect(errors).toEqual(['storage_unavailable']);
  expect(recorder.health()).toMatchObject({ errors: 1, gaps: 0, queuedRecords: expect.toSatisfy((count: number) => count > 0) });
  open();
  await recorder.flush();
  const later = call === 'flush' ? [] : ['session_stop'];
  await expect.poll(() => typesIn(storage, sessionId)).toEqual(expect.arrayContaining(['session_start', 'moment', ...later]));
  await expect.poll(() => recorder.health().queuedRecords).toBe(0);
});

test('a session whose start was not answered begins when the storage answers', async () => {
  const { storage, shut, open } = gated();
  const recorder = recorderFor(storage);
  const sessionId = '01937d1e-0000-7000-8000-000000000001';
  shut();
  await expect(recorder.recordStart({ ...header, sessionId })).rejects.toMatchObject({ code: 'storage_unavailable' });
  recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'kept' } });
  open();
  await recorder.flush();
  expect(await typesIn(storage, sessionId)).toEqual(['session_start', 'moment']);
});

test('a storage that is slow but takes something now and then is waited for', async () => {
  const inner = memoryStorage();
  const storage = new Proxy(inner, {
    get(target, name: keyof SessionStorage) {
      if (name === 'appendSync') return undefined;
      if (name !== 'append') return target[name];
      return async (...[id, lines, options]: Parameters<SessionStorage['append']>) => { await new Promise((resolve) => setTimeout(resolve, 300)); return inner.append(id, lines, options); };
    },
  });
  const recorder = recorderFor(storage, { answerTimeoutMs: 1200 }); // each answer comes long before, all of them after
  const { sessionId } = await recorder.recordStart(header);
  const title = 'x'.repeat(900_000); // a batch of its own
  for (let n = 0; n < 5; n += 1) recorder.recordEvent({ sessionId, type: 'moment', data: { title } });
  await recorder.flush();
  expect(recorder.health().queuedRecords).toBe(0);
});

test('a server that takes requests and never answers holds nobody up', async () => {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  undo.push(() => server.close());
  const storage = httpStorage({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, retries: 0, timeoutMs: 60_000 });
  const recorder = recorderFor(storage);
  await expect(recorder.recordStart(header)).rejects.toMatchObject({ code: 'storage_unavailable' });
});
