import { LOG_END, type Chunk, type Cursor, type ReadOptions, type StoredRecord } from '@playhead/protocol';
import { aborted, invalidCursor, sessionNotFound } from '../common/failures.ts';
import { tombstoneChunk } from '../common/tombstone.ts';
import type { MemorySession } from './sessions.ts';

const CHUNK_CHARACTERS = 1024 * 1024;

/** How to read. */
export interface ChunkOptions extends ReadOptions {
  /** Whether to wait for more at the end. */
  readonly live: boolean;
}

/** Reads the records of a session, and with `live` goes on until the signal. */
export async function* chunksOf(open: () => MemorySession, options: ChunkOptions): AsyncGenerator<Chunk, void, undefined> {
  const { from = '', to = LOG_END, signal, live } = options;
  const session = open();
  let position = positionOf(from);
  const end = live ? Infinity : Math.min(session.records.length, Math.max(position, to === LOG_END ? Infinity : positionOf(to)));
  for (let first = true; ; first = false) {
    if (signal?.aborted) {
      if (live) return;
      throw aborted();
    }
    if (session.ended === 'deleted') throw sessionNotFound(session.sessionId, 'memory');
    if (session.ended === 'closed') return;
    if (session.tombstone) {
      yield tombstoneChunk(session.tombstone, from);
      return;
    }
    const until = Math.min(end, session.records.length);
    if (position >= until && !first) {
      if (!live) return;
      await changed(session, signal);
      continue;
    }
    const chunk = chunkOf(session, position, until);
    position += chunk.records.length;
    yield chunk;
  }
}

function chunkOf({ records: all }: MemorySession, start: number, until: number): Chunk {
  const records: StoredRecord[] = [];
  let next = start;
  for (let size = 0; next < until; next += 1) {
    const stored = all[next];
    if (!stored || (size > 0 && size + stored.line.length > CHUNK_CHARACTERS)) break;
    size += stored.line.length;
    records.push({ ...stored, cursor: cursorOf(next + 1) });
  }
  return { records, next: cursorOf(next), upToDate: next >= all.length, damage: [] };
}

/** The cursor after so many records. */
export function cursorOf(position: number): Cursor {
  return String(position).padStart(16, '0');
}

function positionOf(cursor: Cursor): number {
  if (!/^(\d{16})?$/.test(cursor)) throw invalidCursor();
  return Math.min(Number(cursor), Number.MAX_SAFE_INTEGER); // beyond it numbers are no longer exact, and no log is so long
}

function changed(session: MemorySession, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      session.listeners.delete(done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    session.listeners.add(done);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}
