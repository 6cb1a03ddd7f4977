import type { Chunk, Cursor, EventKind, SessionInfo, Severity } from '@playhead/protocol';
import type { StepStatus, Turn } from '../model/types.ts';

/** The version of what {@link SessionIndex.encode} writes. */
export const SESSION_INDEX_VERSION = 1;

/** Numbers that one producer gave in one epoch, without a gap. */
export interface NumberRun {
  readonly p: string;
  readonly e: number;
  readonly first: number;
  readonly last: number;
}

/** A stretch of a log: at most 256 records, and at most 1 MiB unless a single record is longer. */
export interface IndexChunk {
  /** Where it begins. */
  readonly from: Cursor;
  /** Where its last record ends. */
  readonly to: Cursor;
  /** How many records it has, copies of earlier ones left out. */
  readonly records: number;
  /** How long their lines are in UTF-8, line feeds counted. */
  readonly bytes: number;
  /** The earliest time of a record: microseconds since the Unix epoch. */
  readonly startedAt: number;
  /** The latest time of a record: microseconds since the Unix epoch. */
  readonly endedAt: number;
  /** How many records of each type it has. */
  readonly types: Readonly<Record<string, number>>;
  /** The worst that happened in it. */
  readonly severity: Severity;
  /** Which records are its own: others that stand in the stretch are copies. */
  readonly numbers: readonly NumberRun[];
  /** A checksum of the lines, by which a log that was replaced is noticed. */
  readonly check: number;
}

/** A turn as lists show it. */
export interface TurnHead {
  readonly id: string;
  /** Its place among the turns in display order, from 1. */
  readonly number: number;
  /** The first line of its prompt, at most 120 characters; absent where no prompt is known. */
  readonly title?: string;
  /** Who asked. */
  readonly origin?: NonNullable<Turn['prompt']>['origin'];
  /** Microseconds since the Unix epoch. */
  readonly startedAt: number;
  /** From the beginning to the stated end, in microseconds; absent where no end was recorded. */
  readonly durationUs?: number;
  readonly outcome?: NonNullable<Turn['outcome']>;
  /** How many steps it has, of those that have an entry of their own. */
  readonly steps: number;
  /** How many of them failed or were denied. */
  readonly failed: number;
  /** Where the part of the log begins that holds its first record. */
  readonly cursor: Cursor;
}

/** A step as lists show it. */
export interface StepHead {
  readonly id: string;
  readonly turnId: string;
  readonly kind: EventKind;
  /** At most 120 characters. */
  readonly title: string;
  readonly status: StepStatus;
  /** Microseconds since the Unix epoch. */
  readonly startedAt: number;
  /** In microseconds; absent until it ends. */
  readonly durationUs?: number;
  /** Where the part of the log begins that holds its first record. */
  readonly cursor: Cursor;
}

/**
 * What a log holds and where, so that parts of it are found without reading it. It takes in the log as it grows, and depends on the
 * log alone, not on how it was split on the way.
 *
 * Text in it is bounded, and so are numbers: of more than 150,000 steps, or 100,000 prompts, ends or failures, the later ones have no
 * entry of their own; their records are found by time. Ids longer than 200 characters are shortened.
 */
export interface SessionIndex {
  readonly sessionId: string;
  /** How far the log is taken in. */
  readonly cursor: Cursor;
  /** How many records are taken in, each once. */
  readonly records: number;
  /** How long their lines are in UTF-8, line feeds counted. */
  readonly bytes: number;
  /** What the records say of the session. */
  readonly session: SessionInfo;
  /** In log order. */
  readonly chunks: readonly IndexChunk[];
  /** In display order. */
  readonly turns: readonly TurnHead[];
  /** The steps of a turn in display order. */
  steps(turnId: string): readonly StepHead[];
  /** Where the records of a turn are: places in `chunks`, ascending. */
  chunksOf(turnId: string): readonly number[];
  /** Takes in what comes next in the log. Records it has already are passed over. */
  add(chunk: Pick<Chunk, 'records' | 'next'>): void;
  /** Writes it down, compressed. */
  encode(): Promise<Uint8Array>;
}
