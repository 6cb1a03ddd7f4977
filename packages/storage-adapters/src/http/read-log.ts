import { PlayheadError, type Chunk, type Cursor, type ReadOptions } from '@playhead/protocol';
import { aborted } from '../common/failures.ts';
import { createChunkReader } from './chunk-reader.ts';
import type { HttpClient } from './client.ts';
import { unreachable } from './failures.ts';
import { pause, waitBefore } from './retry.ts';
import { textPieces } from './text-pieces.ts';

/** How often a read goes on by itself where its connection was cut, as long as it gets ahead in between. */
const MOST_CUTS = 5;

/** Reads a log once. Where the connection is cut it goes on from the last cursor. */
export async function* readLog(client: HttpClient, sessionId: string, { from = '', to, signal }: ReadOptions): AsyncGenerator<Chunk, void, undefined> {
  let [cursor, started]: [Cursor, boolean] = [from, false];
  for (let cuts = 0; ; cuts += 1) {
    const gone = new AbortController();
    const ends = signal ? AbortSignal.any([signal, gone.signal]) : gone.signal;
    const query = new URLSearchParams({ follow: 'false', ...(cursor !== '' && { from: cursor }), ...(to !== undefined && { to }) });
    try {
      if (signal?.aborted) throw aborted();
      const response = await client.open({ method: 'GET', path: `/${sessionId}/records`, query, headers: { accept: 'text/event-stream' }, signal: ends });
      const reader = createChunkReader(cursor, client.token);
      for await (const text of textPieces(response, ends)) {
        for (const chunk of reader.push(text)) {
          started = true;
          yield chunk;
          if (signal?.aborted) throw aborted();
          cuts = 0;
          cursor = chunk.next;
        }
      }
      const last = reader.rest();
      if (last || (reader.done && !started)) yield last ?? { records: [], damage: [], next: cursor, upToDate: false };
      if (reader.done) return;
      cursor = reader.next;
    } catch (error) {
      if (error instanceof PlayheadError) throw error;
      if (signal?.aborted) throw aborted();
      if (cuts >= MOST_CUTS) throw unreachable(client.origin, 'the reading of a log', error);
    } finally {
      gone.abort();
    }
    if (cuts >= MOST_CUTS) throw unreachable(client.origin, 'the reading of a log', new Error('the answer was cut off'));
    await pause(waitBefore(cuts, client.retryMs, undefined, 0), signal);
  }
}
