import type { AppendDurability } from '@playhead/protocol';
import { addLines, numberedLines } from './add-lines.ts';
import type { Connection } from './connection.ts';
import { transact } from './database.ts';
import { notOpenYet, storageFailure } from './failures.ts';
import type { LastWords } from './last-words.ts';
import type { PendingRow, Writing } from './schema.ts';

/** Lines that are handed to the browser without waiting for it, as a page must that is closed. */
export interface PendingLines {
  /**
   * Hands them over. The browser stores them though the page goes away; whoever opens the database next puts them into the log.
   *
   * @throws PlayheadError `storage_unavailable` where the database is not open.
   */
  hand(sessionId: string, lines: readonly string[], durability?: AppendDurability): void;
  /** Says that there may be lines to put into their logs. */
  expect(): void;
  /** Puts them there; undefined when there are none. */
  settle(): Promise<void> | undefined;
  /** Refuses while lines of a session wait that the browser did not take: what comes later must not overtake them. */
  check(sessionId: string): void;
}

/** How many rows are put into their logs at a time. */
const MOST_ROWS = 64;
/** Browsers fetch the bytes of larger values later on, when the page may be gone. A character has up to two bytes. */
const PIECE_CHARACTERS = 16 * 1024;

interface Handed {
  readonly sessionId: string;
  readonly text: string;
}

/** @param onSettled - Called with each session whose log got lines. */
export function createPendingLines(connection: () => Connection, lastWords: LastWords, now: () => number, onSettled: (sessionId: string) => void): PendingLines {
  const handing = new Set<Promise<void>>();
  let refused: Handed[] = [];
  let refusal: unknown;
  let expected = true;
  let settling: Promise<void> | undefined;

  /** Takes some rows out of the waiting ones. @returns Whose they were; none when there are no more. */
  const settleSome = async (tx: Writing): Promise<readonly string[]> => {
    const pending = tx.objectStore('pending');
    for (let most = MOST_ROWS; ; most *= 2) {
      const keys = await pending.getAllKeys(undefined, most);
      const rows = await pending.getAll(undefined, most);
      const { handed, count } = joined(rows);
      if (count === 0 && rows.length === most) continue; // one line fills them all
      await putIntoLogs(tx, handed, now());
      for (const key of keys.slice(0, count)) void pending.delete(key);
      return handed.map(({ sessionId }) => sessionId);
    }
  };
  const settleAll = async (): Promise<void> => {
    while (handing.size > 0) await Promise.all(handing);
    expected = false;
    try {
      for (let done: readonly string[] | undefined; done === undefined || done.length > 0;) {
        done = await transact(connection(), 'readwrite', ['pending', 'logs', 'segments'], async (tx) => settleSome(tx as Writing)); // its mode says so
        for (const sessionId of new Set(done)) onSettled(sessionId);
      }
      const words = lastWords.kept();
      if (words.length > 0) {
        await transact(connection(), 'readwrite', ['logs', 'segments'], async (tx) => putIntoLogs(tx as Writing, words, now())); // likewise
        lastWords.remove(words.map(({ key }) => key));
        for (const { sessionId } of words) onSettled(sessionId);
      }
      if (refused.length > 0) {
        const again = refused;
        await transact(connection(), 'readwrite', ['logs', 'segments'], async (tx) => putIntoLogs(tx as Writing, again, now())); // likewise
        refused = refused.slice(again.length);
        for (const { sessionId } of again) onSettled(sessionId);
      }
    } catch (error) {
      expected = true; // they stay where they are, and whoever only reads must not fail for it
      refusal = error;
    }
  };
  return {
    hand(sessionId, lines, durability = 'write') {
      const { db } = connection();
      if (!db) throw notOpenYet();
      const row: Handed = { sessionId, text: lines.join('\n') };
      try {
        const tx = db.transaction('pending', 'readwrite', { durability: durability === 'fsync' ? 'strict' : 'relaxed' });
        for (const piece of piecesOf(row)) void tx.store.add(piece);
        tx.commit(); // nothing is waited for: the page may be gone when the browser answers
        const done: Promise<void> = tx.done.catch((error: unknown) => {
          refused.push(row);
          refusal = error;
        }).finally(() => handing.delete(done));
        handing.add(done);
      } catch (error) {
        connection().forget(db);
        throw notOpenYet(error);
      }
      lastWords.keep(row);
      expected = true;
    },
    expect() {
      expected = true;
    },
    settle() {
      if (!expected && !settling) return undefined;
      settling ??= settleAll().finally(() => { settling = undefined; });
      return settling;
    },
    check(sessionId) {
      if (refused.some((row) => row.sessionId === sessionId)) throw storageFailure(refusal);
    },
  };
}

function piecesOf({ sessionId, text }: Handed): readonly PendingRow[] {
  const pieces: PendingRow[] = [];
  for (let start = 0; start < text.length; start += PIECE_CHARACTERS) pieces.push({ sessionId, text: text.slice(start, start + PIECE_CHARACTERS), continues: start + PIECE_CHARACTERS < text.length });
  return pieces;
}

/** Puts pieces together. `count` is how many of them are in what is whole. */
function joined(rows: readonly PendingRow[]): { handed: readonly Handed[]; count: number } {
  const handed: Handed[] = [];
  let pieces: string[] = [];
  let count = 0;
  for (const [index, { sessionId, text, continues }] of rows.entries()) {
    pieces.push(text);
    if (continues) continue;
    handed.push({ sessionId, text: pieces.join('') });
    pieces = [];
    count = index + 1;
  }
  return { handed, count };
}

/** What belongs to sessions that are gone is not kept. */
async function putIntoLogs(tx: Writing, rows: readonly Handed[], now: number): Promise<void> {
  for (const { sessionId, text } of rows) {
    const log = await tx.objectStore('logs').get(sessionId);
    if (log && log.tombstone === undefined) addLines(tx, log, numberedLines(text.split('\n'), true), now);
  }
}
