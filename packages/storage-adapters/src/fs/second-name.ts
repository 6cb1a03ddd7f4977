import { linkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PlayheadError } from '@playhead/protocol';
import { errnoOf } from './failures.ts';
import { isSecondName, namesIn, namesOf, secondNameOf, type Folders } from './paths.ts';

// A log is written anew beside the old one and renamed over it. The old file keeps a second name, as another log of the session, until
// the lines that others appended last are carried over: readers merge all logs, so that nothing is missing, also after a crash there.

/** How old a file must be to count as left over by a crash, in milliseconds. */
export const LEFT_OVER_MS = 3_600_000;

/**
 * Gives the log its second name, which only one process can.
 *
 * @param inode - Which file the log must be.
 * @throws PlayheadError `storage_unavailable` when another process replaces the log, or has.
 */
export function giveSecondName(folders: Folders, sessionId: string, log: string, inode: number): string {
  const second = secondNameOf(folders, inode, sessionId);
  try {
    linkSync(log, second);
  } catch (error) {
    throw errnoOf(error) === 'EEXIST' ? busy() : error;
  }
  if (inodeOf(second) === inode) return second;
  rmSync(second, { force: true });
  throw busy();
}

/** What a process that died left: files nobody needs are removed. @returns Logs whose lines have yet to be carried over. */
export function leftByCrash(folders: Folders, sessionId: string, all: readonly string[]): readonly string[] {
  for (const name of namesOf(namesIn(folders.sessions), sessionId)) {
    const path = join(folders.sessions, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (name.endsWith('.tmp') && age > LEFT_OVER_MS) rmSync(path, { force: true });
  }
  const inodes = new Set(all.filter((log) => !isSecondName(log)).map((log) => inodeOf(log)));
  return all.filter((log) => {
    if (!isSecondName(log)) return false;
    if (!inodes.has(inodeOf(log))) return true;
    rmSync(log, { force: true }); // only another name of a log that is read anyway
    return false;
  });
}

/** Which file a path is. */
export function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function busy(): PlayheadError {
  return new PlayheadError('storage_unavailable', 'Another process rewrites this session, so this one changed nothing. Try again when it is done.');
}
