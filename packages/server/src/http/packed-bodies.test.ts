import { gzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { createPackedBodies } from './packed-bodies.ts';

const packed = (body: BodyInit): Request => new Request('http://127.0.0.1/x', { method: 'POST', headers: { 'content-encoding': 'gzip' }, body, duplex: 'half' } as RequestInit);
const gzip = (): Request => packed(new Uint8Array(gzipSync('text')));

test('two packed bodies are worked on at a time, in their order, also after one that fails; others wait for nobody', async () => {
  const bodies = createPackedBodies();
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const work = (n: number) => async (): Promise<Response> => {
    begun.push(n);
    await new Promise<void>((resolve) => { ends.push(resolve); });
    if (n === 0) throw new Error('it failed');
    return new Response(`${n}`);
  };
  const answers = [0, 1, 2, 3, 4].map(async (n) => bodies.answer(gzip(), work(n)).then((response) => response.text(), (error: Error) => error.message));
  await vi.waitFor(() => expect(begun).toEqual([0, 1]));
  expect(await (await bodies.answer(new Request('http://127.0.0.1/x', { method: 'POST', body: 'plain' }), async (request) => new Response(await request.text()))).text()).toBe('plain');
  ends[0]?.();
  await vi.waitFor(() => expect(begun).toEqual([0, 1, 2]));
  for (let n = 1; n < 5; n += 1) {
    await vi.waitFor(() => expect(ends.length).toBeGreaterThan(n));
    ends[n]?.();
  }
  expect(await Promise.all(answers)).toEqual(['it failed', '1', '2', '3', '4']);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test('who sends slowly takes nobody\'s place', async () => {
  const bodies = createPackedBodies();
  const slow = Array.from({ length: 5 }, () => bodies.answer(packed(new ReadableStream()), async () => new Response('slow')));
  expect(await (await bodies.answer(gzip(), async (request) => new Response(request.headers.get('content-encoding')))).text()).toBe('gzip');
  expect(slow).toHaveLength(5);
});
