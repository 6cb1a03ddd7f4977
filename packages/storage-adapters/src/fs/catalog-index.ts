import { COLUMNS, type CatalogState } from './catalog-state.ts';
import { isDropped } from './drop.ts';
import { errnoOf } from './failures.ts';
import { printFrom, samePrint, statsOf } from './file-prints.ts';
import { forgetRows } from './index-file.ts';
import { encodeComplete, type IndexLine } from './index-lines.ts';
import { forgetListed } from './listed-values.ts';

/** Rows that are written at once. */
const BATCH_ROWS = 1000;
/** Lines of the index beyond two for each session before it is written anew. */
const SPARE_LINES = 1000;
/** How long a row that could not be written is kept in memory alone before the next attempt, in milliseconds. */
const RETRY_MS = 60_000;
/** How many rows are overwritten at once; of more the whole file is written anew. */
const MOST_ERASED = 32;

/** Keeps what a catalog knows and the index the same. Where the index cannot be written, nothing fails. */
export interface CatalogIndex {
  /** Takes over what this and other processes added to the index. */
  follow(): void;
  /** Takes rows of contents that are gone out of the file. */
  eraseRows(): void;
  /** Writes the rows that are not in the file yet. */
  write(): void;
  /** Writes the file anew. @returns Whether it could. */
  compact(): boolean;
  /** The same, where that makes it much smaller. */
  compactWhereLong(): void;
  /** Says in the index that it has every session, so that the next process needs not read the folder. */
  noteComplete(): void;
}

/** The index of a catalog. */
export function createCatalogIndex(state: CatalogState): CatalogIndex {
  const { folders, now, table, index, held, erased, doubt, printOf, pathsOf, put, readRow } = state;
  const takeLine = (line: IndexLine | undefined, offset: number, length: number): void => {
    state.lines += 1;
    if (line && 'complete' in line) {
      state.indexed = { folder: line.complete, sessions: line.sessions };
      return;
    }
    if (!line || 'gone' in line) state.indexed = undefined; // a session may be there that has no row
    if (!line) return;
    if ('gone' in line) {
      if (!table.has(line.gone)) return;
      table.delete(line.gone);
      if (held.delete(line.gone) || state.names.has(line.gone)) doubt(line.gone);
      return;
    }
    const { head } = line;
    const { sessionId, print } = head;
    const known = table.has(sessionId) ? printOf(sessionId) : undefined;
    const same = known && samePrint(known, print);
    // Somebody read it earlier and wrote it later than we.
    if (known && !same && known.inode === print.inode && print.size < known.size && table.number(sessionId, COLUMNS.offset) >= 0) return doubt(sessionId, true);
    held.delete(sessionId);
    put(head, [offset, length, line.textsStart]);
    if (!state.names.has(sessionId)) state.names.set(sessionId, head.names);
    if (!same) doubt(sessionId, state.names.get(sessionId) !== head.names);
  };
  /** Takes over what this and other processes added to the index. */
  const follow = (): void => {
    let another = false;
    index.follow(takeLine, () => {
      another = table.size > 0;
      state.indexed = undefined;
      state.generation += 1;
      state.lines = 0;
    });
    if (!another) return;
    // Rows that are not in the other file have no place any more.
    for (const sessionId of table.ids()) {
      if (held.has(sessionId) || table.number(sessionId, COLUMNS.generation) === state.generation) continue;
      table.delete(sessionId);
      if (state.names.has(sessionId)) doubt(sessionId);
    }
  };
  /** Takes rows of contents that are gone out of the file. Few are overwritten; for many it is written anew. */
  const eraseRows = (): void => {
    if (erased.size === 0 || now() < state.retryAt) return;
    const ids = [...erased];
    if (!(ids.length > MOST_ERASED ? compact() : tryWrite(() => forgetRows(folders.index, ids)))) return;
    for (const id of ids) erased.delete(id);
    const gone = ids.filter((id) => !state.names.has(id)); // as after `rm` by hand
    if (gone.length > 0) tryWrite(() => forgetListed(folders, gone));
  };
  const tryWrite = (write: () => void): boolean => {
    try {
      write();
      return true;
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      state.retryAt = now() + RETRY_MS; // a full disk, or a directory that may only be read: lists are right all the same
      return false;
    }
  };
  /** Writes the rows that are not in the file yet. */
  const write = (): void => {
    if (held.size === 0 || now() < state.retryAt) return;
    const ids = [...held.keys()];
    for (let start = 0; start < ids.length; start += BATCH_ROWS) {
      const batch = ids.slice(start, start + BATCH_ROWS).filter((id) => held.has(id));
      if (!tryWrite(() => index.append(batch.map((id) => held.get(id) ?? '')))) return;
      // Whose content was removed or replaced in the meantime must not stand there again.
      const late = batch.filter((id) => isDropped(folders, id) ? table.status(id) !== undefined && readRow(id)?.info.dropped === undefined : statsOf(pathsOf(id)) === undefined || printFrom(statsOf(pathsOf(id)) ?? []).inode !== table.number(id, COLUMNS.inode));
      if (late.length > 0) tryWrite(() => forgetRows(folders.index, late));
    }
    follow();
  };
  const compact = (): boolean => {
    const places = table.ids().filter((id) => !held.has(id)).map((id) => [table.number(id, COLUMNS.offset), table.number(id, COLUMNS.length)] as const);
    if (!tryWrite(() => index.compact(places))) return false;
    follow();
    return true;
  };
  const noteComplete = (): void => {
    if (state.complete === undefined || state.complete === state.indexed?.folder || held.size > 0 || erased.size > 0 || table.size === 0 || table.size !== state.names.size || now() < state.retryAt) return;
    if (tryWrite(() => index.append([encodeComplete(state.complete ?? '', table.size)]))) follow();
  };
  const compactWhereLong = (): void => {
    if (state.lines > 2 * table.size + SPARE_LINES && held.size === 0 && now() >= state.retryAt) compact();
  };
  return { follow, eraseRows, write, compact, compactWhereLong, noteComplete };
}
