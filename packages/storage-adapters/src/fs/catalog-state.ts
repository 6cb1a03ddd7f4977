import { sep } from 'node:path';
import { createSessionTable, type SessionTable } from '../common/session-table.ts';
import { createCatalogAnnotations, type CatalogAnnotations } from './catalog-annotations.ts';
import { createIndexFile, type IndexFile } from './index-file.ts';
import { decodeHead, decodeRow, type IndexLine, type Print, type RowHead } from './index-lines.ts';
import type { Folders } from './paths.ts';

/** Which number of a session in the table says what. */
export const COLUMNS = { inode: 0, size: 1, modified: 2, headed: 3, offset: 4, length: 5, texts: 6, generation: 7 } as const;

/** What a catalog knows: of the files, of the index, and what it has yet to find out. */
export interface CatalogState {
  readonly folders: Folders;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly table: SessionTable;
  readonly index: IndexFile<IndexLine>;
  readonly annotations: CatalogAnnotations;
  /** The names of each session's logs, joined by `/`, as they were when somebody looked. */
  names: Map<string, string>;
  /** Rows that are not in the file: their sessions. */
  readonly held: Map<string, string>;
  /** Sessions whose files must be looked at, and whether they must be read whatever the files look like. */
  readonly doubtful: Map<string, boolean>;
  /** Whether every session must be looked at. */
  doubtAll: boolean;
  /** Sessions whose rows speak of a content that is gone. */
  readonly erased: Set<string>;
  /** What the folder was like when the names were those of all its sessions; undefined when nobody knows. */
  complete: string | undefined;
  /** The same, as the index says it, and for how many sessions. */
  indexed: { readonly folder: string; readonly sessions: number } | undefined;
  /** How many lines the index has. */
  lines: number;
  /** Counts the files that the index was. */
  generation: number;
  /** When the index may be written again, after it could not be. */
  retryAt: number;
  closed: boolean;
  /** The session must be looked at; read, where `anew`. */
  doubt(sessionId: string, anew?: boolean): void;
  /** What the files of a session were like when its row was made. */
  printOf(sessionId: string): Print;
  pathsOf(sessionId: string): string[];
  setNames(sessionId: string, own: string): void;
  /** Takes over the head of a row. @param place - Its offset in the index, its length, and where its texts begin. */
  put(head: RowHead, place: readonly [offset: number, length: number, texts: number]): void;
  readRow(sessionId: string): ReturnType<typeof decodeRow>;
  /** Takes a row away whose content is gone. */
  erase(sessionId: string): void;
}

/** A catalog that knows nothing yet. */
export function createCatalogState(folders: Folders, now: () => number): CatalogState {
  const table = createSessionTable(Object.keys(COLUMNS).length);
  const index = createIndexFile(folders.index, decodeHead);
  const annotations = createCatalogAnnotations(folders);
  const held = new Map<string, string>();
  const doubtful = new Map<string, boolean>();
  const erased = new Set<string>();
  const doubt = (sessionId: string, anew = false): void => void doubtful.set(sessionId, anew || doubtful.get(sessionId) === true);
  const printOf = (sessionId: string): Print => ({ inode: table.number(sessionId, COLUMNS.inode), size: table.number(sessionId, COLUMNS.size), modified: table.number(sessionId, COLUMNS.modified) });
  const pathsOf = (sessionId: string): string[] => {
    const own = state.names.get(sessionId) ?? '';
    return own === '' ? [] : own.split('/').map((name) => `${folders.sessions}${sep}${name}`);
  };

  const setNames = (sessionId: string, own: string): void => void (own === '' ? state.names.delete(sessionId) : state.names.set(sessionId, own));
  const put = (head: RowHead, place: readonly [offset: number, length: number, texts: number]): void => {
    const { inode, size, modified } = head.print;
    table.set(head, [inode, size, modified, head.hasHeader ? 1 : 0, ...place, state.generation]);
  };
  const readRow = (sessionId: string): ReturnType<typeof decodeRow> => {
    if (!table.has(sessionId)) return undefined;
    const row = decodeRow(held.get(sessionId) ?? index.read(table.number(sessionId, COLUMNS.offset), table.number(sessionId, COLUMNS.length)));
    return row?.sessionId === sessionId ? row : undefined;
  };
  const erase = (sessionId: string): void => {
    table.delete(sessionId);
    held.delete(sessionId);
    erased.add(sessionId);
  };
  const state: CatalogState = {
    folders, now, table, index, annotations, held, doubtful, erased, names: new Map(),
    doubtAll: false, complete: undefined, indexed: undefined, lines: 0, generation: 0, retryAt: 0, closed: false,
    doubt, printOf, pathsOf, setNames, put, readRow, erase,
  };
  return state;
}
