import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { encodeRecord } from '@playhead/protocol';
import { createReplay } from '../create-replay.ts';
import { sampleSession } from '../test-support/build-records.ts';
import { logSource } from './log-source.ts';

let draw: (() => void) | undefined;
let answer: string;
beforeEach(() => {
  draw = undefined;
  const [start, ...more] = sampleSession();
  const [prompt = start] = more;
  const records = [start, ...Array.from({ length: 2000 }, (_, n) => prompt && { ...prompt, id: `p${n}`, n: n + 1 })];
  answer = `${records.map((record, n) => (record ? `id: ${String(n).padStart(6, '0')}\ndata: ${encodeRecord(record)}\n\n` : '')).join('')}event: up-to-date\nid: 999999\ndata: {}\n\nevent: end\ndata: {}\n\n`;
});
afterEach(() => vi.unstubAllGlobals());

const open = (): ReturnType<typeof createReplay> => createReplay(logSource({
  url: 'http://127.0.0.1/api/v1/sessions/s1/records', fetch: () => Promise.resolve(new Response(answer, { headers: { 'content-type': 'text/event-stream' } })),
}));

test('the first rows of a long answer are there to be drawn while the rest is still unread', async () => {
  const shown: number[] = [];
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    shown.push(replay.getState().model.events.length);
    draw = callback;
    return 1;
  });
  const replay = open();
  await vi.waitFor(() => expect(draw).toBeDefined());
  expect(shown[0]).toBeGreaterThan(20);
  expect(shown[0]).toBeLessThan(500);
  draw?.();
  await vi.waitFor(() => expect(replay.getState()).toMatchObject({ status: 'ready' }));
  expect(replay.getState().model.events.length).toBeGreaterThan(2000);
  replay.close();
});

test.each([['a page that is not seen, which draws no frames', (): number => 1], ['a program without frames', undefined]])('in %s a long answer is read to its end', async (_, frames) => {
  vi.stubGlobal('requestAnimationFrame', frames);
  const replay = open();
  await vi.waitFor(() => expect(replay.getState()).toMatchObject({ status: 'ready' }));
  expect(replay.getState().model.events.length).toBeGreaterThan(2000);
  replay.close();
});
