import { createSeenNumbers, PlayheadError, type Chunk, type Cursor } from '@playhead/protocol';
import { createChunkReader } from './chunk-reader.ts';
import { TimeUp, type HttpClient } from './client.ts';
import { unreadable } from './failures.ts';
import { pause, waitBefore } from './retry.ts';
import { SilentAnswer, textPieces } from './text-pieces.ts';

/** How long the first word of a stream may take at most before it counts as held up on its way. In milliseconds. */
const FIRST_WORD_MS = 10_000;

/** How long the server holds a question whose answer is: nothing new. In seconds. */
const WAIT_SECONDS = 25;

/** How a log is followed. */
export interface FollowOptions {
  readonly from: Cursor;
  readonly signal: AbortSignal;
  /** Whether to ask again and again from the start. */
  readonly longPoll: boolean;
}

/** Follows a log until the signal aborts, the session is gone, or nothing will ever follow. Goes on where a connection was cut. */
export async function* followLog(client: HttpClient, sessionId: string, { from, signal, longPoll }: FollowOptions): AsyncGenerator<Chunk, void, undefined> {
  let cursor = from;
  let polling = longPoll;
  const seen = createSeenNumbers();
  let connected = false;
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      for await (const { chunk, ended } of polling ? ask(client, sessionId, { cursor, signal, seconds: connected ? WAIT_SECONDS : 0 }) : listen(client, sessionId, cursor, signal)) {
        [failures, connected] = [0, true];
        if (chunk) {
          cursor = chunk.next;
          yield { ...chunk, records: chunk.records.filter(({ record }) => seen.add(record)) };
        }
        if (ended || signal.aborted) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!connected && !polling && isHeldUp(error)) polling = true;
      // What was refused for good is said, and that there is no server; one that was there comes back.
      else if (error instanceof PlayheadError && (!error.retryable || (!connected && failures >= client.retries))) throw error;
    }
    if (!polling || failures > 1) await pause(waitBefore(Math.min(failures, 10), client.retryMs, undefined, 0), signal);
  }
}

/** Whether an answer did not come through in pieces, as behind a proxy that waits for its end. */
function isHeldUp(error: unknown): boolean {
  return error instanceof SilentAnswer || (error instanceof PlayheadError && error.cause instanceof TimeUp);
}

interface Step {
  readonly chunk?: Chunk;
  readonly ended: boolean;
}

/** One long answer. */
async function* listen(client: HttpClient, sessionId: string, cursor: Cursor, signal: AbortSignal): AsyncGenerator<Step, void, undefined> {
  const gone = new AbortController();
  const ends = AbortSignal.any([signal, gone.signal]);
  const firstMs = Math.min(FIRST_WORD_MS, client.timeoutMs);
  try {
    const query = new URLSearchParams(cursor === '' ? {} : { from: cursor });
    const response = await client.open({ method: 'GET', path: `/${sessionId}/records`, query, headers: { accept: 'text/event-stream' }, signal: ends, timeoutMs: firstMs, retries: 0 });
    const reader = createChunkReader(cursor, client.token);
    let said = false;
    for await (const text of textPieces(response, ends, firstMs)) {
      for (const chunk of reader.push(text)) {
        said = true;
        yield { chunk, ended: false };
      }
      const rest = reader.rest();
      said ||= rest !== undefined || reader.ended;
      if (rest || reader.ended) yield { ...(rest && { chunk: rest }), ended: reader.ended };
    }
    if (!said && !ends.aborted) throw unreadable('the following of a log'); // such as a page to log in; a server says at least that there is nothing new
  } finally {
    gone.abort();
  }
}

/** One question that waits for its answer. */
async function* ask(client: HttpClient, sessionId: string, { cursor, signal, seconds }: { cursor: Cursor; signal: AbortSignal; seconds: number }): AsyncGenerator<Step, void, undefined> {
  const query = new URLSearchParams({ wait: String(seconds), ...(cursor !== '' && { from: cursor }) });
  const { bytes } = await client.call({ method: 'GET', path: `/${sessionId}/records`, query, headers: { accept: 'text/event-stream' }, signal, timeoutMs: client.timeoutMs + seconds * 1000 });
  const reader = createChunkReader(cursor, client.token);
  for (const chunk of reader.push(new TextDecoder().decode(bytes))) yield { chunk, ended: false };
  const rest = reader.rest();
  if (rest || reader.ended) yield { ...(rest && { chunk: rest }), ended: reader.ended };
}
