import { PlayheadError, type SessionStorage } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, expect, test, vi } from 'vitest';
import { createRecorder } from './index.ts';

const header = { name: 'Fix the test', harness: 'my-agent', agentName: 'fixer', workspaceName: 'shop' };
const MINUTE_MS = 60_000;

afterEach(() => { vi.useRealTimers(); });

/** A storage that notes who is at work, and may refuse to. */
function listening(refuses = false): SessionStorage & { readonly heard: string[]; readonly producers: Set<string> } {
  const heard: string[] = [];
  const producers = new Set<string>();
  return {
    ...memoryStorage(), heard, producers,
    async heartbeat(sessionId, producer) {
      if (refuses) throw new PlayheadError('storage_unavailable', 'It is away.');
      heard.push(sessionId);
      producers.add(producer);
    },
  };
}

test('an open session says at its start and once a minute that it is at work, until it is stopped', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const storage = listening();
  const recorder = createRecorder({ storage, serverUrl: 'http://127.0.0.1:7433', maxSpilledBytes: 0 });
  const [first, second] = [(await recorder.recordStart(header)).sessionId, (await recorder.recordStart(header)).sessionId];
  expect(storage.heard).toEqual([first, second]);
  vi.advanceTimersByTime(MINUTE_MS);
  expect(storage.heard.slice(2)).toEqual([first, second]);
  recorder.recordEvent({ sessionId: first, type: 'moment', data: { title: 'last' } });
  await recorder.recordStop({ sessionId: first });
  await recorder.flush();
  vi.advanceTimersByTime(MINUTE_MS);
  expect(storage.heard.slice(4)).toEqual([second]);
  for await (const { records } of storage.read(first)) expect(storage.producers).toContain(records.find(({ record }) => record.type === 'moment')?.record.p);
  await recorder.close();
  vi.advanceTimersByTime(10 * MINUTE_MS);
  expect(storage.heard).toHaveLength(5);
});

test('a storage that does not hear it is told of once', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const codes: string[] = [];
  const recorder = createRecorder({ storage: listening(true), serverUrl: 'http://127.0.0.1:7433', maxSpilledBytes: 0, onError: ({ code }) => { codes.push(code); } });
  await recorder.recordStart(header);
  await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
  expect(codes).toEqual(['storage_unavailable']);
  expect(recorder.health()).toMatchObject({ errors: 1, gaps: 0 });
  await recorder.close();
});
