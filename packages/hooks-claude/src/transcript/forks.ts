import { lstat } from 'node:fs/promises';
import { parseLine } from './parse-line.ts';
import { readLines } from './read-lines.ts';
import { textIn, timeOf } from './transcript-row.ts';

/** How a transcript begins. */
interface Beginning {
  readonly file: string;
  /** The name of its first row. */
  readonly first: string;
  /** When its client began to write it: microseconds since the Unix epoch. */
  readonly began: number;
  /** When that first row was written. */
  readonly firstAt: number;
}

/** A row that was written so long before its file, in microseconds, was copied into it. */
const OLDER = 2_000_000;
const NAME = Buffer.from('"uuid":"');
const NAME_LENGTH = 36;

/**
 * Which transcripts are forks, and of which older ones: a fork begins with rows of another session, under the same names, which need not be the
 * first rows of that one. Only where a file begins with rows older than itself are the others looked through.
 */
export async function forksAmong(files: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, readonly string[]>> {
  const beginnings: Beginning[] = [];
  for (const file of files) {
    signal?.throwIfAborted();
    const found = await beginningOf(file);
    if (found) beginnings.push(found);
  }
  const candidates = beginnings.filter(({ firstAt, began }) => firstAt < began - OLDER);
  const wanted = new Set(candidates.map(({ first }) => first));
  const holders = new Map<string, Beginning[]>();
  for (const beginning of wanted.size > 0 ? beginnings : []) {
    for (const name of await namesIn(beginning.file, wanted, signal)) holders.set(name, [...(holders.get(name) ?? []), beginning]);
  }
  const forks = new Map<string, readonly string[]>();
  for (const { file, first, began } of candidates) {
    const older = (holders.get(first) ?? []).filter((other) => other.file !== file && (other.began < began || (other.began === began && other.file < file)));
    if (older.length > 0) forks.set(file, older.sort((a, b) => a.began - b.began).map((other) => other.file));
  }
  return forks;
}

/** Whether a transcript has a row of its conversation: before that nobody can tell whether it is a fork. */
export async function hasBegun(file: string): Promise<boolean> {
  return (await beginningOf(file)) !== undefined;
}

/** A client notes something of its own, with the time, before the rows that it copies; else the file system knows when it began. */
async function beginningOf(file: string): Promise<Beginning | undefined> {
  try {
    const stats = await lstat(file);
    let began: number | undefined;
    for await (const lines of readLines(file)) {
      for (const { bytes } of lines) {
        for (const row of bytes ? parseLine(bytes.toString('utf8')).rows : []) {
          const at = timeOf(row);
          const first = textIn(row, 'uuid');
          if (first === undefined) began ??= at;
          else if (at !== undefined) return { file, first, began: began ?? stats.birthtimeMs * 1000, firstAt: at };
        }
      }
    }
  } catch {
    // what cannot be read is nobody's fork
  }
  return undefined;
}

/** Which of some names rows of a file have. Looks at bytes: to parse them all would take as long as the import. */
async function namesIn(file: string, wanted: ReadonlySet<string>, signal: AbortSignal | undefined): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  try {
    for await (const lines of readLines(file, { ...(signal && { signal }) })) {
      for (const { bytes } of lines) {
        for (let at = bytes?.indexOf(NAME) ?? -1; bytes && at >= 0; at = bytes.indexOf(NAME, at + NAME.length)) {
          const name = bytes.toString('latin1', at + NAME.length, at + NAME.length + NAME_LENGTH);
          if (wanted.has(name)) found.add(name);
        }
      }
    }
  } catch {
    signal?.throwIfAborted(); // else it went away meanwhile, and nothing can be a fork of it
  }
  return found;
}
