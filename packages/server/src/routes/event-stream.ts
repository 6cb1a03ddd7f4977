import { isPlayheadError, type Chunk } from '@playhead/protocol';

/** The media type of a stream of events. */
export const EVENT_STREAM = 'text/event-stream; charset=utf-8';

/**
 * Writes a live log as server-sent events: each record as `id: <cursor>` and `data: <line>`, with
 * `event: up-to-date` where the log ends for now, `event: damage` for what could not be read, and a
 * comment whenever nothing happened for `heartbeatMs`. `event: end` says that nothing will ever follow: the content was removed;
 * `event: done` that all that was asked for was sent.
 *
 * @param chunks - The log. Ends when `abort` aborts.
 * @param options.abort - Aborted when the reader goes away.
 * @param options.heartbeatMs - In milliseconds.
 * @param options.follow - Whether more may come. Default true.
 * @param options.encode - Makes a chunk into bytes. Default {@link encodeEvents}.
 */
export function eventStream<Piece extends Chunk>(chunks: AsyncIterable<Piece>, options: { abort: AbortController; heartbeatMs: number; follow?: boolean; encode?: (chunk: Piece) => Uint8Array<ArrayBuffer> }): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { abort, heartbeatMs, follow = true, encode = encodeEvents } = options;
  const encoder = new TextEncoder();
  const iterator = chunks[Symbol.asyncIterator]();
  let pending: Promise<IteratorResult<Piece>> | undefined;
  let greeted = false;
  let ended = false;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const send = (text: string): void => controller.enqueue(encoder.encode(text));
      if (!greeted) {
        greeted = true;
        send('retry: 1000\n\n');
        return;
      }
      try {
        pending ??= iterator.next();
        const step = await orHeartbeat(pending, heartbeatMs);
        if (step === undefined) {
          send(':\n\n');
          return;
        }
        pending = undefined;
        if (step.done) {
          if (ended) send('event: end\ndata: {}\n\n');
          if (!follow) send('event: done\ndata: {}\n\n');
          controller.close();
          return;
        }
        ended ||= step.value.records.some(({ record }) => record.type === 'session_dropped');
        controller.enqueue(encode(step.value));
      } catch (error) {
        send(`event: error\ndata: ${JSON.stringify(isPlayheadError(error) ? { code: error.code, message: error.message } : { code: 'internal', message: 'The log could not be read on. Open the session again.' })}\n\n`);
        controller.close();
      }
    },
    cancel() {
      abort.abort();
      iterator.return?.()?.catch(() => undefined); // closes what it reads
    },
  }, { highWaterMark: 1 });
}

/** What one chunk of a log is as events, in bytes. */
export function encodeEvents(chunk: Chunk): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(eventsOf(chunk));
}

/** What one chunk of a log is as events. */
export function eventsOf(chunk: Chunk): string {
  const records = chunk.records.map(({ cursor, line }) => `id: ${cursor}\ndata: ${line}\n\n`);
  const damage = chunk.damage.map((entry) => `event: damage\ndata: ${JSON.stringify(entry)}\n\n`);
  const end = chunk.upToDate ? [`event: up-to-date\nid: ${chunk.next}\ndata: {}\n\n`] : [];
  return [...records, ...damage, ...end].join('') || ':\n\n';
}

async function orHeartbeat<Value>(promise: Promise<Value>, ms: number): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const beat = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, beat]);
  } finally {
    clearTimeout(timer);
  }
}
