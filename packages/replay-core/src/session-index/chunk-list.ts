import type { Cursor, Severity, StoredRecord } from '@playhead/protocol';
import { boundedId, measureLine, type Texts } from './bounded-text.ts';
import { addToRuns, type Runs } from './runs.ts';
import type { IndexChunk, NumberRun } from './types.ts';

const MOST_RECORDS = 256;
const MOST_BYTES = 1024 * 1024;
const MOST_TYPES = 1000;
/** What types beyond these are counted as. */
const OTHER = 'other';

/** From harmless to bad. */
export const SEVERITIES: readonly Severity[] = ['info', 'success', 'warning', 'denied', 'error'];

/** A chunk while it fills. */
export interface ChunkState extends IndexChunk {
  to: Cursor;
  records: number;
  bytes: number;
  startedAt: number;
  endedAt: number;
  types: Record<string, number>;
  severity: Severity;
  numbers: (NumberRun & { last: number })[];
  check: number;
}

/** The chunks of a log, and which records are in them. */
export class ChunkList {
  readonly all: ChunkState[] = [];
  readonly #texts: Texts;
  readonly #seen: Map<string, Runs> = new Map();
  readonly #types: Set<string> = new Set();

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  /** Takes in a record. @returns In which chunk it is; undefined for a copy of one that is there. */
  add({ record, line, cursor }: StoredRecord, severity: Severity): number | undefined {
    const { e, n, at } = record;
    const p = this.#texts.kept(boundedId(record.p));
    if (!addToRuns(this.#runsOf(p, e), n)) return undefined;
    const { bytes, hash } = measureLine(line);
    const chunk = this.#chunkFor(bytes + 1, at);
    chunk.to = cursor;
    chunk.records += 1;
    chunk.bytes += bytes + 1;
    chunk.startedAt = Math.min(chunk.startedAt, at);
    chunk.endedAt = Math.max(chunk.endedAt, at);
    const name = this.#nameOf(record.type);
    chunk.types[name] = (chunk.types[name] ?? 0) + 1;
    if (SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(chunk.severity)) chunk.severity = severity;
    chunk.check = checkAfter(chunk.check, hash);
    const run = chunk.numbers.find((other) => other.p === p && other.e === e && other.last + 1 === n);
    if (run) run.last = n;
    else chunk.numbers.push({ p, e, first: n, last: n });
    return this.all.length - 1;
  }

  /** Puts back a chunk that was written down. @returns Whether its records are its own. */
  restore(chunk: ChunkState): boolean {
    for (const { p, e, first, last } of chunk.numbers) {
      const runs = this.#runsOf(p, e);
      for (let n = first; n <= last; n += 1) if (!addToRuns(runs, n)) return false;
    }
    for (const name of Object.keys(chunk.types)) if (name !== OTHER) this.#types.add(name);
    this.all.push(chunk);
    return true;
  }

  #chunkFor(bytes: number, at: number): ChunkState {
    const last = this.all.at(-1);
    if (last && last.records < MOST_RECORDS && last.bytes + bytes <= MOST_BYTES) return last;
    const from = last?.to ?? '';
    const types = Object.create(null) as Record<string, number>; // a type may be called __proto__
    const next: ChunkState = { from, to: from, records: 0, bytes: 0, startedAt: at, endedAt: at, types, severity: 'info', numbers: [], check: 0 };
    this.all.push(next);
    return next;
  }

  /** Types come from outside: a bounded number of them is told apart. */
  #nameOf(type: string): string {
    const name = this.#texts.kept(boundedId(type));
    if (this.#types.size < MOST_TYPES) this.#types.add(name);
    return this.#types.has(name) ? name : OTHER;
  }

  #runsOf(p: string, e: number): Runs {
    const key = `${p}\u0000${e}`;
    const known = this.#seen.get(key);
    if (known) return known;
    const runs: Runs = [];
    this.#seen.set(key, runs);
    return runs;
  }
}

/** Whether a record is one of a chunk's own. */
export function ownedBy({ numbers }: Pick<IndexChunk, 'numbers'>, { p, e, n }: { readonly p: string; readonly e: number; readonly n: number }): boolean {
  const producer = boundedId(p);
  return numbers.some((run) => run.p === producer && run.e === e && n >= run.first && n <= run.last);
}


/** The checksum of a chunk, after one line more. */
export function nextCheck(check: number, line: string): number {
  return checkAfter(check, measureLine(line).hash);
}

function checkAfter(check: number, hash: number): number {
  return Math.imul(check ^ hash, 0x01000193) >>> 0;
}
