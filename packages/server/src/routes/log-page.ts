import { LOG_END, type Chunk, type SessionStorage } from '@playhead/protocol';
import type { Readers } from '../background/readers.ts';
import { bodyResponse } from '../http/responses.ts';
import type { LiveTails } from '../live/live-tails.ts';
import { EVENT_STREAM, eventsOf } from './event-stream.ts';

/** The media type of lines. */
export const NDJSON = 'application/x-ndjson; charset=utf-8';

/** About how much one part holds, in characters of lines. */
const PAGE_CHARACTERS = 1024 * 1024;

/** Which part of a log is asked for. */
export interface PageOptions {
  readonly from: string;
  readonly to?: string;
  /** How long it waits where there is nothing, in milliseconds. */
  readonly waitMs: number;
  /** Whether it answers as events, which say the cursor of each record. */
  readonly events: boolean;
  readonly readers: Readers;
  readonly signal: AbortSignal;
}

/** Answers with what comes after a cursor, about 1 MiB at most; `Playhead-Next` says where to go on, `Playhead-Up-To-Date` whether that is the end for now. */
export async function pageResponse(storage: SessionStorage, tails: LiveTails, sessionId: string, options: PageOptions): Promise<Response> {
  let chunks = await pageOf(storage, sessionId, options);
  if (isEmpty(chunks) && options.waitMs > 0) {
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.waitMs)]);
    for await (const news of tails.follow(sessionId, { from: options.from, signal })) {
      if (!isEmpty([news])) chunks = await pageOf(storage, sessionId, options);
      if (!isEmpty(chunks)) break;
    }
  }
  const last = chunks.at(-1);
  const ended = chunks.some(({ records }) => records.some(({ record }) => record.type === 'session_dropped'));
  const headers = { 'playhead-next': last?.next ?? options.from, 'playhead-up-to-date': String(last?.upToDate ?? false) };
  const body = options.events
    ? `${chunks.map(eventsOf).join('')}${ended ? 'event: end\ndata: {}\n\n' : ''}`
    : chunks.flatMap(({ records }) => records.map(({ line }) => `${line}\n`)).join('');
  return bodyResponse(body, options.events ? EVENT_STREAM : NDJSON, { headers });
}

async function pageOf(storage: SessionStorage, sessionId: string, { from, to, readers, signal }: PageOptions): Promise<readonly Chunk[]> {
  const chunks: Chunk[] = [];
  let characters = 0;
  // To its end, so that nothing before the cursor is read again with every question.
  for await (const chunk of readers.give(storage.read(sessionId, { from, to: to ?? LOG_END }), signal)) {
    chunks.push(chunk);
    for (const { line } of chunk.records) characters += line.length + 1;
    if (characters >= PAGE_CHARACTERS) break;
  }
  return chunks;
}

function isEmpty(chunks: readonly Chunk[]): boolean {
  return chunks.every(({ records, damage }) => records.length === 0 && damage.length === 0);
}
