import type { Chunk, SessionStorage } from '@playhead/protocol';
import { keepSessionIndex } from '@playhead/replay-core';
import type { RouteContext } from '../http/context.ts';
import { bodyResponse } from '../http/responses.ts';
import { findSession } from '../http/session-id.ts';
import { eventStream } from './event-stream.ts';
import type { RouteCall } from './route.ts';

const NDJSON = 'application/x-ndjson; charset=utf-8';

/** Reads the log, or follows it. */
export async function recordsRoute({ request, parameters: { id = '' }, context }: RouteCall): Promise<Response> {
  const { storage } = context;
  const { sessionId } = await findSession(storage, id);
  const from = new URL(request.url).searchParams.get('from') ?? '';
  if (!(request.headers.get('accept') ?? '').includes('text/event-stream')) {
    return bodyResponse(lineStream(storage, sessionId, from), NDJSON);
  }
  const abort = new AbortController();
  const signal = AbortSignal.any([abort.signal, request.signal, context.closing]);
  const chunks = storage.subscribe(sessionId, { from: request.headers.get('last-event-id') ?? from, signal });
  return bodyResponse(eventStream(indexed(chunks, sessionId, context), { abort, heartbeatMs: context.heartbeatMs }), 'text/event-stream; charset=utf-8', { headers: { 'x-accel-buffering': 'no' } });
}

/** Who follows a log keeps its index; of several the first does. */
async function* indexed(chunks: AsyncIterable<Chunk>, sessionId: string, { storage, closing, indexing }: RouteContext): AsyncGenerator<Chunk, void, undefined> {
  const keeper = indexing.has(sessionId) ? undefined : keepSessionIndex(storage, sessionId, { signal: closing });
  if (keeper) indexing.add(sessionId);
  try {
    for await (const chunk of chunks) {
      keeper?.take(chunk);
      yield chunk;
    }
  } finally {
    if (keeper) void keeper.close().then(() => indexing.delete(sessionId)); // nobody waits for it
  }
}

function lineStream(storage: SessionStorage, sessionId: string, from: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const abort = new AbortController();
  const chunks = storage.read(sessionId, { from, signal: abort.signal })[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const step = await chunks.next();
      if (step.done) controller.close();
      else controller.enqueue(encoder.encode(step.value.records.map(({ line }) => `${line}\n`).join('')));
    },
    cancel() {
      abort.abort();
    },
  });
}
