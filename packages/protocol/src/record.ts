import type { JsonObject } from './json.ts';

/** The format version that this package writes. A draft until the first release. */
export const FORMAT_VERSION = 1;

/** Which witness reported a record. */
export type Via = 'sdk' | 'hook' | 'module' | 'transcript' | 'gateway' | 'pty' | 'mcp' | 'import';

/**
 * One line of a recording.
 *
 * `$r`, `p`, `e` and `n` are the only abbreviated names, because they stand on every line.
 */
export interface SessionRecord<Data = JsonObject> {
  /** Format version. */
  readonly $r: number;
  /** A uuidv7 made by the producer. */
  readonly id: string;
  /** The producer: whoever numbered this record. Unique per recording process and purpose. */
  readonly p: string;
  /** The producer's epoch; a producer that lost its number starts a new epoch. */
  readonly e: number;
  /** The producer's gap-free number within its epoch, from 0. */
  readonly n: number;
  /** When it happened: integer microseconds since the Unix epoch. */
  readonly at: number;
  /** What happened, such as `terminal_command`. Unknown types are kept and shown generically. */
  readonly type: string;
  /** Which witness said so. */
  readonly via: Via;
  /** Source key: of several records with one key a reader keeps the first. */
  readonly key?: string;
  /** The turn it belongs to. */
  readonly turn?: string;
  /** The tool call it belongs to. */
  readonly call?: string;
  /** The subagent that did it; absent for the main agent. */
  readonly agent?: string;
  /** The details of the event. */
  readonly data: Data;
}

/** What decides where a record stands in display order. */
export type RecordPlace = Pick<SessionRecord, 'at' | 'p' | 'e' | 'n'>;

/**
 * The display order of a recording: by time, then producer, then number.
 * The position in the store says nothing about time, because late records are normal.
 */
export function compareRecords(a: RecordPlace, b: RecordPlace): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.p !== b.p) return a.p < b.p ? -1 : 1;
  return a.e === b.e ? a.n - b.n : a.e - b.e;
}

/** The identity that makes appends idempotent. */
export function producerKey(record: Pick<SessionRecord, 'p' | 'e' | 'n'>): string {
  return `${record.p}\u0000${record.e}\u0000${record.n}`;
}
