import { type Chunk, type Cursor, LOG_END, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { openSession } from '@playhead/replay-core';
import type { Readers } from '../background/readers.ts';
import type { LiveTails } from '../live/live-tails.ts';
import { createBriefEvents } from '../routes/brief-events.ts';
import { charactersOfParts, keptPart, partKeeper } from './kept-parts.ts';

/** A chunk of a log, with the events that it is sent as. */
export interface BriefChunk extends Chunk {
  readonly events: Uint8Array<ArrayBuffer>;
}

/** What {@link readInBrief} works with. */
export interface ReadInBriefOptions {
  readonly storage: SessionStorage;
  readonly tails: LiveTails;
  readonly readers: Readers;
  /** Whether to go on with what is appended. */
  readonly follow: boolean;
  /** Makes a chunk of which nothing is left out into events. */
  readonly whole: (chunk: Chunk) => Uint8Array<ArrayBuffer>;
  /** Ends the reading. */
  readonly signal: AbortSignal;
  /** Ends what goes on behind everybody's back. */
  readonly closing: AbortSignal;
}

/**
 * Reads a long log in brief from its beginning. To leave texts out of a log costs reading all of it, so what was left of each 8 MiB is
 * kept with the session, and taken by whoever reads next; it goes with the log, when that is rewritten, dropped or deleted.
 */
export async function* readInBrief(session: Pick<SessionInfo, 'sessionId' | 'bytes'>, options: ReadInBriefOptions): AsyncGenerator<BriefChunk, void, undefined> {
  const { sessionId, bytes: totalBytes = 0 } = session;
  const { storage, tails, follow, whole, signal, closing } = options;
  let cursor: Cursor = '';
  let count = 0;
  for (;;) {
    const part = await keptPart(storage, sessionId, count, cursor, signal);
    if (!part) break;
    cursor = part.head.to;
    count += 1;
    yield { records: [], next: cursor, upToDate: false, damage: [], events: part.events };
    yield progressOf(charactersOfParts(count), totalBytes, cursor);
  }
  let readBytes = charactersOfParts(count);
  const keeper = partKeeper(storage, sessionId, { cursor, count, closing });
  const encode = createBriefEvents(session, cursor, whole);
  for await (const chunk of storage.read(sessionId, { from: cursor, to: LOG_END, signal })) {
    cursor = chunk.next;
    const events = encode(chunk);
    await keeper.take(chunk, events);
    for (const { line } of chunk.records) readBytes += line.length + 1; // as characters: nearly the same, and it costs nothing
    if (!chunk.upToDate) yield progressOf(readBytes, totalBytes, cursor);
    yield { ...chunk, events };
  }
  if (keeper.kept > 0) void makeIndex(sessionId, options);
  if (!follow) return;
  for await (const chunk of tails.follow(sessionId, { from: cursor, signal, caughtUp: true })) yield { ...chunk, events: encode(chunk) };
}

/** Makes the index, which whoever asks for a turn needs, while nobody reads a log or opens a page. */
async function makeIndex(sessionId: string, { storage, readers, closing }: ReadInBriefOptions): Promise<void> {
  const pause = (): Promise<boolean> => readers.calm(closing);
  await pause();
  await openSession(storage, sessionId, { signal: closing, pause }).catch(() => undefined); // whoever needs it makes it
}

/** Says how much of the log has been read. */
function progressOf(readBytes: number, totalBytes: number, next: Cursor): BriefChunk {
  const events = new TextEncoder().encode(`event: progress\ndata: ${JSON.stringify({ readBytes: Math.min(readBytes, totalBytes), totalBytes })}\n\n`);
  return { records: [], next, upToDate: false, damage: [], events };
}
