import { createSeenNumbers, type SeenNumbers, type Chunk, type Damage, type StoredRecord } from '@playhead/protocol';
import { aborted } from '../common/failures.ts';
import { recordsOf } from '../common/line-records.ts';
import { cursorOf } from './cursor.ts';
import { openPresentLog, type WholeLog } from './whole-log.ts';
import { MAX_LINE_BYTES, readLines } from './read-lines.ts';

const CHUNK_BYTES = 1024 * 1024;
/** The first chunk of a read is small: whoever opens a session draws what it holds before anything else. */
const FIRST_CHUNK_BYTES = 256 * 1024;
const LOST = 'A stretch of a compressed log is damaged, so what it held is gone. What stands before and after it was read. A copy of the file may still have it.';

/** Where a read stands; moved on while reading. */
export interface ReadState {
  /** Byte offset in each log. */
  readonly offsets: number[];
  readonly seen: SeenNumbers;
  /** Which file each log was when it was read last: one that was replaced is read from its beginning. */
  readonly files: string[];
  /** Up to where each log is looked through for records before something of it is given; nothing behind that is new for most who ask. */
  unseen?: readonly number[] | undefined;
}

/** A read that begins at these offsets. */
export function readStateAt(offsets: number[]): ReadState {
  return { offsets, seen: createSeenNumbers(), files: [] };
}

/**
 * Reads the logs of a session from `state` to their present end. The last chunk, maybe empty, is up to date.
 *
 * @param ends - Where to stop in each log, in bytes. Default at its present end.
 */
export async function* readLogs(logs: readonly string[], state: ReadState, signal?: AbortSignal, ends?: readonly number[]): AsyncGenerator<Chunk, void, undefined> {
  const { offsets, seen } = state;
  let records: StoredRecord[] = [];
  let damage: Damage[] = [];
  let bytes = 0;
  let most = FIRST_CHUNK_BYTES;
  let cut = false;
  const flush = (upToDate: boolean): Chunk => {
    const chunk = { records, damage, next: cursorOf(offsets), upToDate };
    records = [];
    damage = [];
    bytes = 0;
    most = CHUNK_BYTES;
    return chunk;
  };
  for (const [index, path] of logs.entries()) {
    const cursorAt = (offset: number): string => cursorOf(offsets.with(index, offset));
    const file = await openPresentLog(path);
    if (!file) continue;
    const noteLost = (): void => {
      for (const { start, end } of file.takeLost()) damage.push({ kind: 'missing', cursor: cursorAt(start), bytes: end - start, message: LOST });
    };
    try {
      const size = await identify(file, state, index);
      const from = offsets[index] ?? 0;
      const stop = Math.max(from, ends?.[index] ?? Infinity);
      if (from < size) await noteEarlier(logs, state, signal);
      cut ||= stop < size;
      // A stretch may end within a physical line, where two records stand on one.
      for await (const { start, end, text, bytes: decoded } of readLines(file, from, stop > from ? size : from, stop)) {
        if (signal?.aborted) throw aborted();
        if (start >= stop) break;
        noteLost();
        // A long line does not join others in a chunk.
        if (bytes > 0 && bytes + (end - start) > most) yield flush(false);
        bytes += end - start;
        offsets[index] = Math.min(end, stop);
        if (text === undefined) {
          damage.push({ kind: 'invalid', cursor: cursorAt(start), bytes: end - start, message: `A line is longer than ${MAX_LINE_BYTES} bytes and was passed over.` });
          continue;
        }
        const found = recordsOf(text, seen, decoded);
        for (const { line, record, end: within } of found.records) {
          if (start + (within ?? end - start) <= stop) records.push({ cursor: cursorAt(within === undefined ? end : start + within), line, record });
        }
        for (const { kind, start: within, bytes: length, message } of found.damage) {
          if (start + within < stop) damage.push({ kind, cursor: cursorAt(start + within), bytes: length, message });
        }
      }
      noteLost();
    } finally {
      await file.close();
    }
  }
  if (signal?.aborted) throw aborted();
  yield flush(!cut);
}

/**
 * Lets a copy of a record before `state` that comes later not be seen again: as soon as something comes, what stands before it is looked through,
 * which for a long log takes seconds.
 */
export async function passOverCopies(logs: readonly string[], state: ReadState): Promise<void> {
  for (const [index, path] of logs.entries()) {
    const file = (state.offsets[index] ?? 0) > 0 ? await openPresentLog(path) : undefined;
    if (!file) continue;
    await identify(file, state, index).finally(() => file.close());
  }
  state.unseen = [...state.offsets];
}

async function noteEarlier(logs: readonly string[], state: ReadState, signal: AbortSignal | undefined): Promise<void> {
  const { unseen = [], seen, files } = state;
  state.unseen = undefined;
  for (const [index, path] of logs.entries()) {
    const to = unseen[index] ?? 0;
    const file = to > 0 ? await openPresentLog(path) : undefined;
    if (!file) continue;
    try {
      if (file.identity !== files[index]) continue; // it was replaced, and is read from its beginning
      for await (const { text } of readLines(file, 0, Math.min(to, await file.size()))) {
        if (signal?.aborted) throw aborted();
        if (text !== undefined) recordsOf(text, seen);
      }
    } finally {
      await file.close();
    }
  }
}

/** @returns How many bytes the log has now. */
async function identify(file: WholeLog, { files, offsets }: ReadState, index: number): Promise<number> {
  if (files[index] !== undefined && files[index] !== file.identity) offsets[index] = 0;
  files[index] = file.identity;
  return file.size();
}
