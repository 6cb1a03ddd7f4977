import { PlayheadError, type SessionStorage } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, expect, test, vi } from 'vitest';
import { createRecorder, type Recorder, type RecorderOptions } from './index.ts';

const header = { name: 'Fix the test', harness: 'my-agent', agentName: 'fixer', workspaceName: 'shop' };
const SESSION = '01937d1e-0000-7000-8000-000000000001';
const DOWN = new PlayheadError('storage_unavailable', 'It is away.');
const open: Recorder[] = [];

afterEach(async () => {
  await Promise.allSettled(open.splice(0).map((recorder) => recorder.close()));
});

function recorderOn(storage: SessionStorage, options: Partial<RecorderOptions> = {}): Recorder {
  const recorder = createRecorder({ storage, serverUrl: 'http://127.0.0.1:7433', maxSpilledBytes: 0, closeTimeoutMs: 0, ...options });
  open.push(recorder);
  return recorder;
}

test('a reporter that is asynchronous and fails stays unheard', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const recorder = recorderOn(memoryStorage(), { onError: async () => { throw new Error('the reporter fails'); } });
  recorder.recordEvent({ sessionId: SESSION, type: '', data: {} });
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test('a redactor that is asynchronous and fails stays unheard', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const recorder = recorderOn(memoryStorage(), { redaction: { redact: (async (text: string) => { if (text === 'a secret') throw new Error('the redactor fails'); return text; }) as never } });
  recorder.recordEvent({ sessionId: SESSION, type: 'moment', data: { title: 'a secret' } });
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test('a reporter may record what it is told', async () => {
  const inner = memoryStorage();
  let calls = 0;
  let down = false;
  const storage: SessionStorage = { ...inner, appendSync: (...args) => { calls += 1; if (down) throw DOWN; inner.appendSync?.(...args); }, append: async (...args) => { if (down) throw DOWN; await inner.append(...args); } };
  const recorder = recorderOn(storage, { durability: 'sync', onError: ({ message }) => { recorder.recordEvent({ sessionId, type: 'moment', data: { title: message } }); } });
  const { sessionId } = await recorder.recordStart(header);
  down = true;
  calls = 0;
  recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'first' } });
  expect(calls).toBeLessThan(5);
  down = false;
});

test('no event throws, whatever it is', async () => {
  const recorder = recorderOn(memoryStorage());
  const { sessionId } = await recorder.recordStart(header);
  const fails = (): never => { throw new Error('no'); };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const events: unknown[] = [undefined, null, 5, 'x', Symbol('x'), () => {}, [], revoked.proxy, { get sessionId() { return fails(); }, type: 'moment', data: {} }, { sessionId, get type() { return fails(); }, data: {} },
    { sessionId, type: 'moment', get data() { return fails(); } }, { sessionId, type: 'moment', data: { get title() { return fails(); } } }, { sessionId: { toString: fails }, type: 'moment', data: {} }];
  for (const event of events) recorder.recordEvent(event as never);
  expect(recorder.health().gaps).toBe(events.length);
});

test('no event throws where redaction cannot begin', async () => {
  const recorder = recorderOn(memoryStorage(), { redaction: { key: new Uint8Array(1) } });
  recorder.recordEvent({ sessionId: SESSION, type: 'moment', data: { title: 'x' } });
  expect(recorder.health().gaps).toBe(1);
  await expect(recorder.recordStart(header)).rejects.toThrow('16 bytes');
});

test('a storage whose heartbeat throws at once is no matter', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    for (const heartbeat of [() => { throw new Error('at once'); }, () => undefined, () => Promise.reject(null)]) {
      const recorder = recorderOn({ ...memoryStorage(), heartbeat: heartbeat as never });
      const started = recorder.recordStart(header);
      await expect(started).resolves.toMatchObject({ status: 'recording' });
      expect(() => vi.advanceTimersByTime(61_000)).not.toThrow();
    }
  } finally {
    vi.useRealTimers();
  }
});
