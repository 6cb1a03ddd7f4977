import { decodeRecord, PlayheadError, type SessionStorage } from '@playhead/protocol';
import { readText } from '../http/body.ts';
import type { RouteContext } from '../http/context.ts';
import { bodyResponse, jsonResponse, methodNotAllowed } from '../http/responses.ts';
import { findSession } from '../http/session-id.ts';
import { eventStream } from './event-stream.ts';

const NDJSON = 'application/x-ndjson; charset=utf-8';

/** `/api/v1/sessions/{id}/records`: reads, tails or appends the log. */
export async function recordsRoute(request: Request, segment: string, context: RouteContext): Promise<Response> {
  const { storage } = context;
  const { sessionId } = await findSession(storage, segment);
  if (request.method === 'POST') return appendRecords(request, sessionId, storage);
  if (request.method !== 'GET') return methodNotAllowed('GET, POST');
  const from = new URL(request.url).searchParams.get('from') ?? '';
  if (!(request.headers.get('accept') ?? '').includes('text/event-stream')) {
    return bodyResponse(lineStream(storage, sessionId, from), NDJSON);
  }
  const abort = new AbortController();
  const signal = AbortSignal.any([abort.signal, request.signal, context.closing]);
  const chunks = storage.subscribe(sessionId, { from: request.headers.get('last-event-id') ?? from, signal });
  return bodyResponse(eventStream(chunks, { abort, heartbeatMs: context.heartbeatMs }), 'text/event-stream; charset=utf-8', { headers: { 'x-accel-buffering': 'no' } });
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

async function appendRecords(request: Request, sessionId: string, storage: SessionStorage): Promise<Response> {
  const lines = (await readText(request)).split('\n').filter((line) => line.trim() !== '');
  lines.forEach((line, index) => {
    if (!decodeRecord(line)) {
      throw new PlayheadError('invalid_event', `Line ${index + 1} of ${lines.length} is not a record of this format, so none of them was stored. Encode each with encodeRecord and send them again.`);
    }
  });
  if (lines.length > 0) await storage.append(sessionId, lines);
  return jsonResponse({ accepted: lines.length });
}
