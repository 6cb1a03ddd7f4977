import { existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { decodeRecord, encodeRecord } from '@playhead/protocol';
import type { Tombstone } from '../common/tombstone.ts';
import { BLOBS, removeBlobs } from './blobs.ts';
import { renameClaims } from './create.ts';
import { logPath, namesIn, namesOf, namelessStem, plainNameOf, sessionOfLog, type Folders } from './paths.ts';
import { readIfThere, replaceFileDurably, syncDirectoryOf, writeOnceDurably } from './write-file.ts';

// claims/<id>/dropped     the one line that is left of a session whose content was removed. It stands before anything is removed and
//                         whoever sees it finishes the removal, so that neither a crash nor a writer that comes late leaves anything.

/**
 * Removes everything of a session but one line.
 *
 * @returns What is left: this line, or that of whoever dropped the session before.
 */
export function dropSession(folders: Folders, sessionId: string, line: string): Tombstone {
  writeOnceDurably(markerOf(folders, sessionId), line);
  syncDirectoryOf(join(folders.claims, sessionId));
  const standing = tombstoneOf(folders, sessionId);
  return standing ?? tombstoneFrom(line, sessionId);
}

/**
 * What is left of a dropped session; undefined for one that was not dropped. Content that is still there is removed first.
 *
 * @param ownNames - Gives the names of the session's files, where a look at the folder can be spared.
 */
export function tombstoneOf(folders: Folders, sessionId: string, ownNames?: () => readonly string[] | undefined): Tombstone | undefined {
  if (!isDropped(folders, sessionId)) return undefined;
  const tombstone = tombstoneFrom(readIfThere(markerOf(folders, sessionId)) ?? '', sessionId);
  removeContent(folders, sessionId, tombstone.line, ownNames?.() ?? namesOf(namesIn(folders.sessions), sessionId));
  return tombstone;
}

/** Whether the content of a session was removed, or is about to be. */
export function isDropped(folders: Folders, sessionId: string): boolean {
  return existsSync(markerOf(folders, sessionId));
}

/** Removes a session's files, also what a crash left of them, and its derived values. */
export function removeFiles(folders: Folders, sessionId: string, names: readonly string[]): void {
  // An archive goes before its log: whoever meets an archive alone makes it a log again.
  const isLog = (name: string): boolean => sessionOfLog(name) !== undefined && plainNameOf(name) === name;
  for (const name of [...names].sort((a, b) => Number(isLog(a)) - Number(isLog(b)))) {
    const path = join(folders.sessions, name);
    if (name.endsWith(BLOBS)) removeBlobs(folders.blobs, path);
    remove(path);
  }
  remove(join(folders.derived, sessionId));
}

/** The names that a session's log may have got from whoever was about to finish its removal when it was deleted. */
export function namesAfterDrop(folders: Folders, sessionId: string, names: readonly string[]): readonly string[] {
  return [...names, basename(logPath(folders, namelessStem(names.filter((name) => sessionOfLog(name) === sessionId).map(plainNameOf), sessionId)))];
}

function removeContent(folders: Folders, sessionId: string, line: string, own: readonly string[]): void {
  const logs = own.filter((name) => sessionOfLog(name) === sessionId).map(plainNameOf);
  if (logs.length === 0) return; // deleted since
  // A log is named by a hash of its prompt, of which nothing is to be left either.
  const stem = namelessStem(logs, sessionId);
  const log = logPath(folders, stem);
  // Not beside the log: of several processes that finish the removal, one would remove what another writes.
  if (readIfThere(log) !== `${line}\n`) replaceFileDurably(log, `${line}\n`, markerOf(folders, sessionId));
  if (!isDropped(folders, sessionId)) { // deleted since: what was just written must not bring it back
    remove(log);
    remove(join(folders.claims, sessionId));
    return;
  }
  renameClaims(folders, sessionId, stem);
  removeFiles(folders, sessionId, own.filter((name) => name !== basename(log)));
}

/** Others may still put a file into a directory that is removed; they take it away again themselves. */
function remove(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 10 });
}

function markerOf(folders: Folders, sessionId: string): string {
  return join(folders.claims, sessionId, 'dropped');
}

/** A marker that cannot be read, as after a hand edit, still means that the content is gone. */
function tombstoneFrom(line: string, sessionId: string): Tombstone {
  const record = line.includes('\n') ? undefined : decodeRecord(line);
  if (record?.type === 'session_dropped') return { line, record };
  const made = { $r: 1, id: sessionId, p: sessionId, e: 0, n: 0, at: 0, type: 'session_dropped', via: 'sdk', data: { reason: 'private' } } as const;
  return { line: encodeRecord(made), record: made };
}
