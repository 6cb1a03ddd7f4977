import { encodeRecord, PlayheadError } from '@playhead/protocol';
import { expect, test, vi } from 'vitest';
import { rangedLog } from './ranged-log.ts';

const TEXT = 'a line of what it said\n'.repeat(1000);
const lines = Array.from({ length: 400 }, (_, n) => encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: 1_760_000_000_000_000 + n, type: 'assistant_text', via: 'sdk', data: { text: TEXT } }));
const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);

/** A web server that loses its way: ranges behind the first slice do not come. */
function failingBehindTheFirst(status: number | undefined): { readonly request: typeof fetch; readonly failed: () => number } {
  let failed = 0;
  let first = 0;
  const request: typeof fetch = async (_, init) => {
    const [start = 0, end = 0] = (new Headers(init?.headers).get('range') ?? '').match(/\d+/g)?.map(Number) ?? [];
    first ||= start === 0 && end > 1000 ? end : 0;
    if (first === 0 || start <= first) return new Response(bytes.slice(start, end + 1), { status: 206 });
    failed += 1;
    if (status === undefined) throw new TypeError('Failed to fetch');
    return new Response('{}', { status });
  };
  return { request, failed: () => failed };
}

async function open(status: number | undefined) {
  const server = failingBehindTheFirst(status);
  const source = await rangedLog(bytes.length, { url: '/session.jsonl', request: server.request, headers: {}, retryDelayMs: () => 1, signal: new AbortController().signal });
  if (!source) throw new Error('The server gives ranges.');
  return { ...server, chunks: source.open(new AbortController().signal)[Symbol.asyncIterator]() };
}

test('a server that is lost while the page takes in what came before is still said to be lost', async () => {
  const { chunks, failed } = await open(undefined);
  while (failed() < 3) {
    expect((await chunks.next()).value).toMatchObject({ upToDate: false });
    await vi.waitFor(() => expect(failed()).toBeGreaterThanOrEqual(3), { timeout: 500 }).catch(() => undefined); // not before the page has read so far
  }
  await expect(chunks.next()).resolves.toMatchObject({ value: { connection: 'lost', records: [] } });
});

test('a server that refuses while the page takes in what came before is told of once the page goes on, and to nobody else', async () => {
  const strays: unknown[] = [];
  const stray = (reason: unknown): void => void strays.push(reason);
  process.on('unhandledRejection', stray);
  try {
    const { chunks, failed } = await open(403);
    const read = async (): Promise<void> => {
      for (;;) {
        await chunks.next();
        if (failed() > 0) await new Promise((resolve) => setImmediate(resolve)); // strays are told of after a turn
      }
    };
    await expect(read()).rejects.toThrow(PlayheadError);
    expect(strays).toEqual([]);
  } finally {
    process.off('unhandledRejection', stray);
  }
});
