import { encodeRecord, type Chunk, type SessionStorage, type StoredRecord } from '@playhead/protocol';
import { choiceOf, numberOf } from '../http/parameters.ts';
import { bodyResponse } from '../http/responses.ts';
import { findSession } from '../http/session-id.ts';
import { BRIEF_FROM_BYTES, createBriefing, recordMatcher } from '@playhead/replay-core';
import { readInBrief } from '../brief/read-in-brief.ts';
import { beginningFirst } from './beginning-first.ts';
import { createBriefEvents } from './brief-events.ts';
import { encodeEvents, EVENT_STREAM, eventStream } from './event-stream.ts';
import { NDJSON, pageResponse } from './log-page.ts';
import type { RouteCall } from './route.ts';
import type { Readers } from '../background/readers.ts';
import { searchProgress } from './search-progress.ts';

/** The longest that a question waits for records, in seconds: proxies cut what is silent for a minute. */
const LONGEST_WAIT_SECONDS = 55;

/**
 * Reads the log or follows it: as lines; as events, which go on with what is appended unless `follow=false`; or with `wait` as one part
 * that comes as soon as there is something. With `brief=true` a long log comes without its long texts, with `search` only the lines with a text.
 */
export async function recordsRoute({ request, parameters: { id = '' }, context }: RouteCall): Promise<Response> {
  const { storage, tails, readers, closing, heartbeatMs } = context;
  const info = await findSession(storage, id);
  const { sessionId } = info;
  const params = new URL(request.url).searchParams;
  const from = request.headers.get('last-event-id') ?? params.get('from') ?? '';
  const to = params.get('to');
  const part = { from, ...(to !== null && { to }) };
  const events = (request.headers.get('accept') ?? '').includes('text/event-stream');
  const follow = choiceOf(params, 'follow', ['true', 'false']) !== 'false';
  const brief = choiceOf(params, 'brief', ['true', 'false']) === 'true';
  const search = params.get('search');
  const progress = choiceOf(params, 'progress', ['true', 'false']) === 'true';
  const wait = numberOf(params, 'wait', { min: 0, max: LONGEST_WAIT_SECONDS });
  const abort = new AbortController();
  const signal = AbortSignal.any([abort.signal, request.signal, closing]);
  if (wait !== undefined) return pageResponse(storage, tails, sessionId, { ...part, waitMs: wait * 1000, events, readers, signal });
  if (!events) return bodyResponse(await lineStream(storage, sessionId, { ...part, signal, readers, ...(search !== null && { search }), ...(brief && { bytes: info.bytes ?? 0 }), ...(progress && { progress: searchProgress(from === '' && to === null ? info.bytes : undefined) }) }, abort), NDJSON);
  const whole = (chunk: Chunk): Uint8Array<ArrayBuffer> => tails.once(chunk, encodeEvents);
  const stream = { abort, heartbeatMs, follow };
  const answer = (body: ReadableStream<Uint8Array<ArrayBuffer>>): Response => bodyResponse(body, EVENT_STREAM, { headers: { 'x-accel-buffering': 'no' } });
  if (brief && from === '' && to === null && (info.bytes ?? 0) >= BRIEF_FROM_BYTES) {
    return answer(eventStream(readers.give(beginningFirst(readInBrief(info, { storage, tails, readers, follow, whole, signal, closing }), signal), signal), { ...stream, encode: ({ events: bytes }) => bytes }));
  }
  const log = follow ? tails.follow(sessionId, { from, signal }) : storage.read(sessionId, { ...part, signal });
  const chunks = readers.give(brief && from === '' ? beginningFirst(log, signal) : log, signal);
  return answer(eventStream(chunks, { ...stream, encode: brief ? createBriefEvents(info, from, whole) : whole }));
}

/** The lines of a log. What cannot be read at all is said before the answer begins. */
async function lineStream(storage: SessionStorage, sessionId: string, { search, bytes, progress, readers, ...part }: { from: string; to?: string; signal: AbortSignal; readers: Readers; search?: string; bytes?: number; progress?: (chunk: Chunk) => string }, abort: AbortController): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const encoder = new TextEncoder();
  const briefing = bytes === undefined ? undefined : createBriefing({ from: part.from, bytes });
  const matches = search === undefined ? () => true : (recordMatcher(search) ?? (() => false));
  const lineOf = ({ record, line, cursor }: StoredRecord): string => {
    if (!matches(record)) {
      briefing?.skip(cursor);
      return '';
    }
    const taken = briefing?.take(record, cursor, line.length + 1) ?? record;
    return `${taken === record ? line : encodeRecord(taken)}\n`;
  };
  const chunks = readers.give(storage.read(sessionId, part), part.signal);
  let first: IteratorResult<Chunk> | undefined = await chunks.next();
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const step = first ?? (await chunks.next());
      first = undefined;
      if (step.done) controller.close();
      else controller.enqueue(encoder.encode(step.value.records.map(lineOf).join('') + (progress?.(step.value) ?? '')));
    },
    cancel() {
      abort.abort();
      chunks.return().catch(() => undefined); // closes what it reads
    },
  });
}
