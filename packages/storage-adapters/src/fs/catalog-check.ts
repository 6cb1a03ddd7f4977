import { statSync } from 'node:fs';
import { basename, sep } from 'node:path';
import { searchableTexts } from '@playhead/protocol';
import { factsOf } from '../common/session-facts.ts';
import { shownInfo } from '../common/session-info.ts';
import { infoOfTombstone } from '../common/tombstone.ts';
import type { CatalogIndex } from './catalog-index.ts';
import { COLUMNS, type CatalogState } from './catalog-state.ts';
import { isDropped, tombstoneOf } from './drop.ts';
import { errnoOf } from './failures.ts';
import { printFrom, samePrint, statsOf } from './file-prints.ts';
import { encodeRow, type RowHead } from './index-lines.ts';
import { fileAt, logsOf, timeOfLog } from './paths.ts';
import { createSessionFolds } from './session-folds.ts';

/** Logs over this size are read on from where another process was, for which their rows carry the state. */
export const CARRIED_BYTES: number = 1024 * 1024;
/** How long others wait while sessions are looked at, in milliseconds. */
const SLICE_MS = 20;
const MOST_ATTEMPTS = 5;
const NO_RIGHT: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM']);

/** Makes the rows of sessions true to their files. */
export interface CatalogCheck {
  /** Makes the row of one session true. @param wanted - Whether it is read whatever the files look like. */
  check(sessionId: string, wanted: boolean): Promise<void>;
  /** Looks at all that is doubtful. */
  settle(onProgress?: (done: number, all: number) => void): Promise<void>;
  /** Lets go of what was kept to read a session on. */
  forget(sessionId: string): void;
}

/** Looks at the sessions of a catalog. */
export function createCatalogCheck(state: CatalogState, { eraseRows, write, compactWhereLong }: CatalogIndex): CatalogCheck {
  const { folders, table, held, doubtful, doubt, printOf, pathsOf, put, readRow, erase } = state;
  const folds = createSessionFolds();
  const isTrue = (sessionId: string): boolean => {
    const own = state.names.get(sessionId) ?? '';
    if (own !== '' && !own.includes('/')) {
      const stats = table.has(sessionId) ? fileAt(`${folders.sessions}${sep}${own}`) : undefined;
      return stats?.mtimeMs === table.number(sessionId, COLUMNS.modified) && stats.size === table.number(sessionId, COLUMNS.size) && stats.ino === table.number(sessionId, COLUMNS.inode);
    }
    const files = table.has(sessionId) ? statsOf(pathsOf(sessionId)) : undefined;
    return files !== undefined && samePrint(printOf(sessionId), printFrom(files));
  };
  /** The checks that are on their way. */
  const running = new Map<string, Promise<void>>();
  /** One after another for each session: an older look never replaces a newer one. */
  const check = (sessionId: string, wanted: boolean): Promise<void> => {
    const own = (running.get(sessionId) ?? Promise.resolve()).catch(() => undefined).then(() => look(sessionId, wanted));
    running.set(sessionId, own);
    const end = (): void => {
      if (running.get(sessionId) === own) running.delete(sessionId);
    };
    own.then(end, end);
    return own;
  };
  const look = async (sessionId: string, wanted: boolean): Promise<void> => {
    let anew = wanted;
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const logs = pathsOf(sessionId);
      const files = statsOf(logs);
      if (files === undefined) {
        const found = logs.length === 0 ? '' : logsOf(folders, sessionId).map((log) => basename(log)).join('/');
        if (found === '') {
          state.names.delete(sessionId);
          if (table.has(sessionId)) erase(sessionId);
          return;
        }
        state.names.set(sessionId, found);
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
        state.names.set(sessionId, standing.map((log) => basename(log)).join('/'));
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
    const head: RowHead = { ...factsOf(shown, changedAt), sessionId, names: state.names.get(sessionId) ?? '', print, hasHeader: folded.hasHeader };
    const line = encodeRow({ head, info: carried ? { ...folded.info, bytes: folded.bytes } : shown, state: carried ? folded.state : null, text: carried ? folded.text : null, texts: searchableTexts(shown, folded.text ?? { files: [] }) });
    held.set(sessionId, line);
    put(head, [-1, 0, 0]);
  };
  /** A session that this user may not read is left out, and the others are listed. */
  const tryCheck = async (sessionId: string, anew: boolean, refused: Set<string>): Promise<void> => {
    try {
      await check(sessionId, anew);
    } catch (error) {
      if (!NO_RIGHT.has(errnoOf(error))) throw error;
      refused.add(sessionId);
    }
  };
  const settle = async (onProgress: (done: number, all: number) => void = () => {}): Promise<void> => {
    let sliceEnds = performance.now() + SLICE_MS;
    const refused = new Set<string>();
    for (let round = 0; (state.doubtAll || doubtful.size > 0 || running.size > 0) && round < MOST_ATTEMPTS; round += 1) {
      const batch = state.doubtAll ? [...state.names.keys()] : [...doubtful.keys()];
      const anew = new Set([...doubtful].flatMap(([sessionId, wanted]) => (wanted ? [sessionId] : [])));
      for (const sessionId of anew) if (state.doubtAll && !state.names.has(sessionId)) batch.push(sessionId);
      doubtful.clear();
      state.doubtAll = false;
      for (const [place, sessionId] of batch.entries()) {
        if (state.closed) return;
        if (anew.has(sessionId) || !isTrue(sessionId)) await tryCheck(sessionId, anew.has(sessionId), refused);
        if (place % 64 !== 63 || performance.now() < sliceEnds) continue;
        onProgress(place + 1, batch.length);
        await new Promise((resolve) => { setImmediate(resolve); });
        sliceEnds = performance.now() + SLICE_MS;
      }
      // Whoever asks for one session takes the doubt of it away, and may be reading it still.
      await Promise.allSettled(running.values());
      eraseRows();
      write();
    }
    eraseRows();
    compactWhereLong();
    for (const sessionId of refused) doubt(sessionId, true); // it is tried again with the next list
  };
  return { check, settle, forget: folds.forget };
}
