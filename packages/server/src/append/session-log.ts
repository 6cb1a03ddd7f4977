import { LOG_END, PlayheadError, producerKey, type AppendDurability, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { openSession } from '@playhead/replay-core';
import { createSerialQueue, type SerialQueue } from '../hooks/serial-queue.ts';
import { findSession } from '../http/session-id.ts';
import { COMPARED_LINES, createKnownLines, type KnownLines } from './known-lines.ts';

/** A line that is to be stored, with its record. */
export interface NewLine {
  readonly line: string;
  readonly record: SessionRecord;
}

/** How lines are appended. */
export interface AppendBatch {
  readonly lines: readonly NewLine[];
  readonly durability: AppendDurability;
  /** Whether a line that is stored with other bytes is passed over; else nothing of the batch is stored. */
  readonly keepExisting: boolean;
  /** Gives what is to be stored behind those that are new. */
  readonly rest: (fresh: readonly NewLine[]) => Promise<readonly string[]>;
}

/** What became of a batch. */
export interface AppendedBatch {
  /** Lines that were stored before, with the same bytes. */
  readonly duplicates: number;
  /** Lines that were stored before with other bytes. */
  readonly conflicts: number;
}

/** Appends batches so that each line is stored once, however often it is sent. */
export interface SessionLogs {
  /** @throws PlayheadError `conflict`, `session_not_found`, and whatever the storage reports. */
  append(storage: SessionStorage, sessionId: string, batch: AppendBatch): Promise<AppendedBatch>;
  /** Forgets what is known of a session: its log is another one from now on. */
  forget(storage: SessionStorage, sessionId: string): void;
}

/** Of how many sessions the lines are known at once. */
const MOST_SESSIONS = 64;

interface Known {
  readonly queue: SerialQueue;
  lines: KnownLines | undefined;
  /** How many records the log had at least. */
  events: number;
}

/**
 * Makes an empty memory of what sessions have. What a session has is read from its log at its first append, by its index where it has one;
 * lines that other processes append meanwhile are not known, and seen once by readers all the same.
 */
export function createSessionLogs(): SessionLogs {
  const storages = new WeakMap<SessionStorage, Map<string, Known>>();
  const knownOf = (storage: SessionStorage, sessionId: string): Known => {
    const sessions = storages.get(storage) ?? new Map<string, Known>();
    storages.set(storage, sessions);
    const known = sessions.get(sessionId) ?? { queue: createSerialQueue(), lines: undefined, events: 0 };
    sessions.delete(sessionId); // and in again, as the newest
    sessions.set(sessionId, known);
    for (const [oldest, { queue }] of sessions) {
      if (sessions.size <= MOST_SESSIONS) break;
      if (queue.size === 0 && oldest !== sessionId) sessions.delete(oldest);
    }
    return known;
  };
  return {
    forget: (storage, sessionId) => void storages.get(storage)?.delete(sessionId),
    append(storage, sessionId, batch) {
      const known = knownOf(storage, sessionId);
      return known.queue.run(() => append(storage, sessionId, batch, known));
    },
  };
}

async function append(storage: SessionStorage, sessionId: string, batch: AppendBatch, known: Known): Promise<AppendedBatch> {
  let lines = batch.lines.length > 0 ? known.lines : undefined;
  if (!lines) {
    const { events } = await findSession(storage, sessionId); // of one that is known, appending says whether it is still there
    lines = await knownLinesOf(storage, sessionId, events);
    known.events = events;
  }
  let sorted = sort(batch.lines, lines);
  if (known.lines && sorted.fresh.length < batch.lines.length && (sorted.conflicts.length > 0 || (await hasShrunk(storage, sessionId, known)))) {
    // Somebody else may have removed or changed the log: it is asked before a line is passed over or refused.
    lines = await knownLinesOf(storage, sessionId, 1);
    known.events = 0;
    sorted = sort(batch.lines, lines);
  }
  known.lines = lines;
  const [conflict] = sorted.conflicts;
  if (conflict && !batch.keepExisting) {
    const { p, e, n } = conflict.record;
    throw new PlayheadError('conflict', `Record ${n} of producer ${JSON.stringify(p.slice(0, 64))} in epoch ${e} is stored with other bytes, so none of the lines was stored. A producer gives a number once: count on from the last, or begin a new epoch.`);
  }
  const stored = [...sorted.fresh.map(({ line }) => line), ...(await batch.rest(sorted.fresh))];
  if (stored.length > 0) await storage.append(sessionId, stored, { durability: batch.durability }).catch((error: unknown) => {
    known.lines = undefined; // a part of it may be stored, or the session is gone
    throw error;
  });
  for (const { record, line } of sorted.fresh) lines.add(record, line);
  known.events += stored.length;
  return { duplicates: sorted.duplicates, conflicts: sorted.conflicts.length };
}

/** Whether the log holds less than it did: it was removed, and made anew. */
async function hasShrunk(storage: SessionStorage, sessionId: string, { events }: Known): Promise<boolean> {
  return ((await storage.get(sessionId))?.events ?? 0) < events;
}

function sort(lines: readonly NewLine[], known: KnownLines): { fresh: NewLine[]; duplicates: number; conflicts: NewLine[] } {
  const within = new Map<string, string>(); // a batch may hold a line twice
  const fresh: NewLine[] = [];
  const conflicts: NewLine[] = [];
  let duplicates = 0;
  for (const one of lines) {
    const state = known.stateOf(one.record, one.line);
    const key = state === 'new' ? producerKey(one.record) : '';
    const before = state === 'new' ? within.get(key) : undefined;
    if (state === 'new' && before === undefined) {
      within.set(key, one.line);
      fresh.push(one);
    } else if (state === 'same' || before === one.line) duplicates += 1;
    else conflicts.push(one);
  }
  return { fresh, duplicates, conflicts };
}

/** @param events - How many records it has; of an empty log nothing is read. */
async function knownLinesOf(storage: SessionStorage, sessionId: string, events: number): Promise<KnownLines> {
  if (events === 0) return createKnownLines();
  const { index } = await openSession(storage, sessionId);
  const runs = new Map<string, number[]>();
  for (const { p, e, first, last } of index.chunks.flatMap(({ numbers }) => numbers)) {
    const key = `${p}\u0000${e}`;
    runs.set(key, [...(runs.get(key) ?? []), first, last + 1]);
  }
  const known = createKnownLines([...runs].map(([key, ends]) => [key, joined(ends)]));
  let from = index.chunks.length - 1;
  for (let records = 0; from > 0 && records < COMPARED_LINES; from -= 1) records += index.chunks[from]?.records ?? 0;
  for await (const { records } of storage.read(sessionId, { from: index.chunks[Math.max(0, from)]?.from ?? '', to: LOG_END })) {
    for (const { record, line } of records) known.add(record, line);
  }
  return known;
}

/** Runs in order, those that touch as one. */
function joined(ends: readonly number[]): number[] {
  const pairs = Array.from({ length: ends.length / 2 }, (_, index): [number, number] => [ends[index * 2] ?? 0, ends[index * 2 + 1] ?? 0]).sort(([a], [b]) => a - b);
  const runs: number[] = [];
  for (const [first, end] of pairs) {
    const last = runs.at(-1);
    if (last !== undefined && first <= last) runs[runs.length - 1] = Math.max(last, end);
    else runs.push(first, end);
  }
  return runs;
}
