import { statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { presentSession, searchableTexts, type SessionInfo, type SessionPage, type SessionQuery } from '@playhead/protocol';
import { factsOf } from '../common/session-facts.ts';
import { shownInfo } from '../common/session-info.ts';
import { createSessionTable } from '../common/session-table.ts';
import { HEADER } from './create.ts';
import { isDropped, tombstoneOf } from './drop.ts';
import { errnoOf } from './failures.ts';
import { printFrom, samePrint, stateOfFolder, statsOf, stemOfName } from './file-prints.ts';
import { createFolderNotices } from './folder-notices.ts';
import { readHeartbeats } from './heartbeats.ts';
import { createIndexFile, forgetRows } from './index-file.ts';
import { searchIndex } from './index-search.ts';
import { decodeRow, encodeComplete, encodeRow, type IndexLine, type Print, type RowHead } from './index-lines.ts';
import { fileAt, logsOf, namesIn, sessionOfLog, timeOfLog, withoutArchives, type Folders } from './paths.ts';
import { createSessionFolds } from './session-folds.ts';
import { infoOfTombstone } from '../common/tombstone.ts';

/** Logs over this size are read on from where another process was, for which their rows carry the state. */
const CARRIED_BYTES = 1024 * 1024;
/** Lines of the index beyond two for each session before it is written anew. */
const SPARE_LINES = 1000;
/** Rows that are written at once. */
const BATCH_ROWS = 1000;
/** How long others wait while sessions are looked at, in milliseconds. */
const SLICE_MS = 20;
/** How long a row that could not be written is kept in memory alone before the next attempt, in milliseconds. */
const RETRY_MS = 60_000;
const MOST_ATTEMPTS = 5;
/** How many rows are overwritten at once; of more the whole file is written anew. */
const MOST_ERASED = 32;

const [INODE, SIZE, MODIFIED, HEADED, OFFSET, LENGTH, TEXTS, GENERATION] = [0, 1, 2, 3, 4, 5, 6, 7];

/** Knows the sessions of a data directory, through an index that it keeps true to the files. */
export interface SessionCatalog {
  list(query: SessionQuery): Promise<SessionPage>;
  get(sessionId: string): Promise<SessionInfo | undefined>;
  /** The paths of a session's logs. Reads the folder only when it changed since a list did. */
  logsOf(sessionId: string): string[];
  /** Removes the rows of a session whose content goes: at once, and for every process. */
  forget(sessionId: string): void;
  /** Reads every session anew. @param onProgress - Hears how many of how many were read. @returns How many sessions there are. */
  rebuild(onProgress: (done: number, all: number) => void): Promise<number>;
  close(): void;
}

/** @param now - Milliseconds since the Unix epoch. */
export function createSessionCatalog(folders: Folders, now: () => number): SessionCatalog {
  const table = createSessionTable(8);
  const folds = createSessionFolds();
  const notices = createFolderNotices(folders.sessions);
  const index = createIndexFile(folders.index);
  /** The names of each session's logs, joined by `/`, as they were when somebody looked. */
  let names = new Map<string, string>();
  /** Rows that are not in the file: their sessions. */
  const held = new Map<string, string>();
  /** Sessions whose files must be looked at, and whether they must be read whatever the files look like. */
  const doubtful = new Map<string, boolean>();
  let lines = 0;
  /** What the folder was like when the names were those of all its sessions; undefined when nobody knows. */
  let complete: string | undefined;
  /** The same, as the index says it, and for how many sessions. */
  let indexed: { readonly folder: string; readonly sessions: number } | undefined;
  /** Whether every session must be looked at. */
  let doubtAll = false;
  /** Counts the files that the index was. */
  let generation = 0;
  /** Sessions whose rows speak of a content that is gone. */
  const erased = new Set<string>();
  let retryAt = 0;
  let closed = false;
  let running: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;

  const doubt = (sessionId: string, anew = false): void => void doubtful.set(sessionId, anew || doubtful.get(sessionId) === true);
  const printOf = (sessionId: string): Print => ({ inode: table.number(sessionId, INODE), size: table.number(sessionId, SIZE), modified: table.number(sessionId, MODIFIED) });
  const pathsOf = (sessionId: string): string[] => {
    const own = names.get(sessionId) ?? '';
    return own === '' ? [] : own.split('/').map((name) => `${folders.sessions}${sep}${name}`);
  };

  const setNames = (sessionId: string, own: string): void => void (own === '' ? names.delete(sessionId) : names.set(sessionId, own));
  const put = (head: RowHead, place: readonly [offset: number, length: number, texts: number]): void => {
    const { inode, size, modified } = head.print;
    table.set(head, [inode, size, modified, head.hasHeader ? 1 : 0, ...place, generation]);
  };
  const takeLine = (line: IndexLine | undefined, offset: number, length: number): void => {
    lines += 1;
    if (line && 'complete' in line) {
      indexed = { folder: line.complete, sessions: line.sessions };
      return;
    }
    if (!line || 'gone' in line) indexed = undefined; // a session may be there that has no row
    if (!line) return;
    if ('gone' in line) {
      if (!table.has(line.gone)) return;
      table.delete(line.gone);
      if (held.delete(line.gone) || names.has(line.gone)) doubt(line.gone);
      return;
    }
    const { head } = line;
    const { sessionId, print } = head;
    const known = table.has(sessionId) ? printOf(sessionId) : undefined;
    const same = known && samePrint(known, print);
    // Somebody read it earlier and wrote it later than we.
    if (known && !same && known.inode === print.inode && print.size < known.size && table.number(sessionId, OFFSET) >= 0) return doubt(sessionId, true);
    held.delete(sessionId);
    put(head, [offset, length, line.textsStart]);
    if (!names.has(sessionId)) names.set(sessionId, head.names);
    if (!same) doubt(sessionId, names.get(sessionId) !== head.names);
  };
  /** Takes over what this and other processes added to the index. */
  const follow = (): void => {
    let another = false;
    index.follow(takeLine, () => {
      another = table.size > 0;
      indexed = undefined;
      generation += 1;
      lines = 0;
    });
    if (!another) return;
    // Rows that are not in the other file have no place any more.
    for (const sessionId of table.ids()) {
      if (held.has(sessionId) || table.number(sessionId, GENERATION) === generation) continue;
      table.delete(sessionId);
      if (names.has(sessionId)) doubt(sessionId);
    }
  };
  const readRow = (sessionId: string): ReturnType<typeof decodeRow> => {
    if (!table.has(sessionId)) return undefined;
    const row = decodeRow(held.get(sessionId) ?? index.read(table.number(sessionId, OFFSET), table.number(sessionId, LENGTH)));
    return row?.sessionId === sessionId ? row : undefined;
  };

  /** Looks at the whole folder. Its names are only read when it changed since somebody did. */
  const lookAtFolder = (): void => {
    doubtAll = true;
    const folder = stateOfFolder(folders.sessions);
    if (folder !== undefined && (folder === complete || (folder === indexed?.folder && names.size === indexed.sessions && table.size === names.size))) {
      complete = folder;
      return;
    }
    complete = folder;
    const found = new Map<string, string>();
    const headed = new Set<string>();
    for (const name of withoutArchives(folders, namesIn(folders.sessions))) {
      if (name.endsWith(HEADER)) {
        headed.add(name.slice(0, -HEADER.length));
        continue;
      }
      const id = sessionOfLog(name);
      if (id === undefined) continue;
      const others = found.get(id);
      found.set(id, others === undefined ? name : [...others.split('/'), name].sort().join('/'));
    }
    for (const [sessionId, own] of found) {
      const stems = own.includes('/') ? own.split('/').map(stemOfName) : [stemOfName(own)];
      const headerMoved = table.has(sessionId) && stems.some((stem) => headed.has(stem)) !== (table.number(sessionId, HEADED) === 1);
      if (names.get(sessionId) !== own || headerMoved) doubt(sessionId, true);
    }
    for (const sessionId of names.keys()) if (!found.has(sessionId)) doubt(sessionId, true);
    names = found;
  };
  const lookAt = (changed: ReadonlySet<string>): void => {
    for (const name of withoutArchives(folders, [...changed])) {
      const header = name.endsWith(HEADER) ? sessionOfLog(`${stemOfName(name)}.jsonl`) : undefined;
      if (header !== undefined) doubt(header, true);
      const sessionId = sessionOfLog(name);
      if (sessionId === undefined) continue;
      const known = names.get(sessionId) ?? '';
      const rest = known.split('/').filter((each) => each !== name && each !== '');
      const there = fileAt(join(folders.sessions, name)) !== undefined;
      const own = (there ? [...rest, name].sort() : rest).join('/');
      setNames(sessionId, own);
      doubt(sessionId, own !== known);
    }
  };

  const isTrue = (sessionId: string): boolean => {
    const own = names.get(sessionId) ?? '';
    if (own !== '' && !own.includes('/')) {
      const stats = table.has(sessionId) ? fileAt(`${folders.sessions}${sep}${own}`) : undefined;
      return stats?.mtimeMs === table.number(sessionId, MODIFIED) && stats.size === table.number(sessionId, SIZE) && stats.ino === table.number(sessionId, INODE);
    }
    const files = table.has(sessionId) ? statsOf(pathsOf(sessionId)) : undefined;
    return files !== undefined && samePrint(printOf(sessionId), printFrom(files));
  };
  /** Makes the row of one session true. */
  const check = async (sessionId: string, wanted: boolean): Promise<void> => {
    let anew = wanted;
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const logs = pathsOf(sessionId);
      const files = statsOf(logs);
      if (files === undefined) {
        const found = logs.length === 0 ? '' : logsOf(folders, sessionId).map((log) => basename(log)).join('/');
        if (found === '') {
          names.delete(sessionId);
          if (table.has(sessionId)) erase(sessionId);
          return;
        }
        names.set(sessionId, found);
        anew = true;
        continue;
      }
      const known = table.has(sessionId) ? printOf(sessionId) : undefined;
      const print = printFrom(files);
      if (!anew && known && samePrint(known, print)) return;
      anew ||= known?.size === print.size; // written over in place
      if (known && (known.inode !== print.inode || print.size < known.size)) erase(sessionId); // what it said of the old file must not stay
      if (isDropped(folders, sessionId)) {
        tombstoneOf(folders, sessionId); // finishes what a crash left
        const standing = logsOf(folders, sessionId);
        names.set(sessionId, standing.map((log) => basename(log)).join('/'));
      }
      try {
        return await foldRow(sessionId, anew);
      } catch (error) {
        if (errnoOf(error) !== 'ENOENT') throw error; // it was replaced or removed meanwhile
      }
    }
  };
  const foldRow = async (sessionId: string, anew: boolean): Promise<void> => {
    const logs = pathsOf(sessionId);
    const left = tombstoneOf(folders, sessionId);
    if (anew) folds.forget(sessionId);
    const folded = left
      ? { info: infoOfTombstone(sessionId, left), text: null, hasHeader: false, state: null, files: logs.map((log) => statSync(log)), bytes: Buffer.byteLength(left.line) + 1 }
      : await folds.fold(sessionId, logs, () => {
        const row = anew ? undefined : readRow(sessionId);
        return row && { info: row.info, text: row.text ?? { files: [] }, state: row.state };
      });
    const print = printFrom(folded.files);
    const shown = { ...shownInfo(folded.info, logs[0] === undefined ? 0 : timeOfLog(logs[0])), bytes: folded.bytes };
    const changedAt = Math.trunc(Math.max(...folded.files.map(({ mtimeMs }) => mtimeMs)) * 1000);
    const carried = folded.bytes > CARRIED_BYTES;
    const head: RowHead = { ...factsOf(shown, changedAt), sessionId, names: names.get(sessionId) ?? '', print, hasHeader: folded.hasHeader };
    const line = encodeRow({ head, info: carried ? { ...folded.info, bytes: folded.bytes } : shown, state: carried ? folded.state : null, text: carried ? folded.text : null, texts: searchableTexts(shown, folded.text ?? { files: [] }) });
    held.set(sessionId, line);
    put(head, [-1, 0, 0]);
  };

  const erase = (sessionId: string): void => {
    table.delete(sessionId);
    held.delete(sessionId);
    erased.add(sessionId);
  };
  /** Takes rows of contents that are gone out of the file. Few are overwritten; for many it is written anew. */
  const eraseRows = (): void => {
    if (erased.size === 0 || now() < retryAt) return;
    const ids = [...erased];
    if (ids.length > MOST_ERASED) compact();
    else if (!tryWrite(() => forgetRows(folders.index, ids))) return;
    for (const id of ids) erased.delete(id);
  };
  const tryWrite = (write: () => void): boolean => {
    try {
      write();
      return true;
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      retryAt = now() + RETRY_MS; // a full disk, or a directory that may only be read: lists are right all the same
      return false;
    }
  };
  /** Writes the rows that are not in the file yet. */
  const write = (): void => {
    if (held.size === 0 || now() < retryAt) return;
    const ids = [...held.keys()];
    for (let start = 0; start < ids.length; start += BATCH_ROWS) {
      const batch = ids.slice(start, start + BATCH_ROWS).filter((id) => held.has(id));
      if (!tryWrite(() => index.append(batch.map((id) => held.get(id) ?? '')))) return;
      // Whose content was removed or replaced in the meantime must not stand there again.
      const late = batch.filter((id) => isDropped(folders, id) ? table.status(id) !== undefined && readRow(id)?.info.dropped === undefined : statsOf(pathsOf(id)) === undefined || printFrom(statsOf(pathsOf(id)) ?? []).inode !== table.number(id, INODE));
      if (late.length > 0) tryWrite(() => forgetRows(folders.index, late));
    }
    follow();
  };

  const settle = async (onProgress: (done: number, all: number) => void = () => {}): Promise<void> => {
    let sliceEnds = performance.now() + SLICE_MS;
    for (let round = 0; (doubtAll || doubtful.size > 0) && round < MOST_ATTEMPTS; round += 1) {
      const batch = doubtAll ? [...names.keys()] : [...doubtful.keys()];
      const anew = new Set([...doubtful].flatMap(([sessionId, wanted]) => (wanted ? [sessionId] : [])));
      for (const sessionId of anew) if (doubtAll && !names.has(sessionId)) batch.push(sessionId);
      doubtful.clear();
      doubtAll = false;
      for (const [place, sessionId] of batch.entries()) {
        if (closed) return;
        if (anew.has(sessionId) || !isTrue(sessionId)) await check(sessionId, anew.has(sessionId));
        if (place % 64 !== 63 || performance.now() < sliceEnds) continue;
        onProgress(place + 1, batch.length);
        await new Promise((resolve) => { setImmediate(resolve); });
        sliceEnds = performance.now() + SLICE_MS;
      }
      eraseRows();
      write();
    }
    eraseRows();
    if (lines > 2 * table.size + SPARE_LINES && held.size === 0 && now() >= retryAt) compact();
  };
  const compact = (): void => {
    const places = table.ids().filter((id) => !held.has(id)).map((id) => [table.number(id, OFFSET), table.number(id, LENGTH)] as const);
    if (tryWrite(() => index.compact(places))) follow();
  };
  const refresh = async (): Promise<void> => {
    const folder = stateOfFolder(folders.sessions); // before the notices are taken: what comes later changes it
    const { names: changed } = await notices.take();
    follow();
    if (changed) {
      lookAt(changed);
      complete = folder;
    } else {
      lookAtFolder();
    }
    await settle();
    noteComplete();
  };
  /** Says in the index that it has every session, so that the next process needs not read the folder. */
  const noteComplete = (): void => {
    if (complete === undefined || complete === indexed?.folder || held.size > 0 || erased.size > 0 || table.size === 0 || table.size !== names.size || now() < retryAt) return;
    if (tryWrite(() => index.append([encodeComplete(complete ?? '', table.size)]))) follow();
  };
  /** Looks after the call began; calls that come while one is waiting share it. */
  const refreshed = (): Promise<void> => {
    waiting ??= (running ?? Promise.resolve()).catch(() => undefined).then(() => {
      running = waiting;
      waiting = undefined;
      return refresh();
    });
    return waiting;
  };
  const shown = (sessionId: string, heartbeatAt: number): SessionInfo | undefined => {
    const row = readRow(sessionId);
    if (!row) return undefined;
    const [log] = pathsOf(sessionId);
    const info = row.info.events === 0 && log !== undefined ? shownInfo(row.info, timeOfLog(log)) : row.info;
    return presentSession(info, { now: now() * 1000, changedAt: table.changedAt(sessionId), heartbeatAt });
  };
  const heartbeats = (): ReadonlyMap<string, number> => readHeartbeats(folders.heartbeats, now(), (id) => ['completed', 'failed'].includes(table.status(id) ?? ''));

  const presentLogsOf = (sessionId: string): string[] => {
    const folder = complete === undefined ? undefined : stateOfFolder(folders.sessions);
    return folder !== undefined && folder === complete ? pathsOf(sessionId) : logsOf(folders, sessionId);
  };

  return {
    logsOf: presentLogsOf,
    async list(query) {
      await refreshed();
      const beats = heartbeats();
      const mentioned = query.search === undefined ? undefined : searchIndex(query.search, { index, held: [...held.keys()], placeOf: (id) => (table.has(id) ? { offset: table.number(id, OFFSET), texts: table.number(id, TEXTS) } : undefined), textsOf: (id) => readRow(id)?.texts ?? [] });
      const { ids, next } = table.page(query, { now: now() * 1000, heartbeatAt: (id) => beats.get(id) ?? 0, mentions: (id) => mentioned?.has(id) === true });
      const sessions: SessionInfo[] = [];
      for (const id of ids) {
        if (!readRow(id)) await check(id, true); // overwritten by another process
        const info = shown(id, beats.get(id) ?? 0);
        if (info) sessions.push(info);
      }
      return { sessions, ...(next !== undefined && { next }) };
    },
    async get(sessionId) {
      follow();
      const logs = presentLogsOf(sessionId);
      const own = logs.map((log) => basename(log)).join('/');
      const moved = names.get(sessionId) !== own;
      setNames(sessionId, own);
      await check(sessionId, moved);
      if (held.has(sessionId) && (readRow(sessionId)?.info.bytes ?? 0) > CARRIED_BYTES) write(); // nobody should read so much again
      return shown(sessionId, heartbeats().get(sessionId) ?? 0);
    },
    forget(sessionId) {
      folds.forget(sessionId);
      table.delete(sessionId);
      held.delete(sessionId);
      doubt(sessionId, true); // where nothing comes of it, it is listed again
      forgetRows(folders.index, [sessionId]);
    },
    async rebuild(onProgress) {
      await (running ?? Promise.resolve()).catch(() => undefined);
      await notices.take();
      table.clear();
      held.clear();
      complete = undefined;
      indexed = undefined;
      lookAtFolder();
      for (const sessionId of names.keys()) doubt(sessionId, true);
      await settle(onProgress);
      compact();
      return table.size;
    },
    close() {
      closed = true;
      notices.stop();
      index.close();
    },
  };
}
