import { randomUUID } from 'node:crypto';
import { lstatSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { BLOBS, filesOf } from './blobs.ts';
import { HEADER, releaseClaims } from './create.ts';
import { namesAfterDrop, removeFiles } from './drop.ts';
import { errnoOf } from './failures.ts';
import { removeHeartbeats } from './heartbeats.ts';
import { namesIn, namesOf, plainNameOf, sessionOfLog, type Folders } from './paths.ts';
import { removeSpools } from './spools.ts';

/** What stands beside a log under its name, and the log itself. */
const BESIDE = ['.jsonl', '.jsonl.gz', HEADER, '.annotations.jsonl', BLOBS];

/**
 * Removes every file of a session, but not its rows in the index. What it has claimed goes first and its logs lose their names next, so
 * that whoever dies in between leaves a session that is all there, or one that no list shows and that the next removal finishes.
 *
 * @param names - The names of its files among the sessions.
 */
export function removeSession(dir: string, folders: Folders, sessionId: string, names: readonly string[]): void {
  releaseClaims(folders, sessionId);
  const later = namesAfterDrop(folders, sessionId, names);
  // An archive goes before its log: whoever meets an archive alone makes it a log again.
  const renamed = names.filter((name) => sessionOfLog(name) !== undefined).sort((a, b) => Number(b.endsWith('.gz')) - Number(a.endsWith('.gz'))).map((name) => withoutName(join(folders.sessions, name)));
  removeSpools(dir, sessionId);
  removeFiles(folders, sessionId, [...names, ...renamed]);
  // While this went on, whoever finished a drop of the session may have given it a log again.
  removeFiles(folders, sessionId, later);
  removeHeartbeats(folders.heartbeats, sessionId);
}

/** What is on the disk of a session, in bytes: what its removal frees. Values that other sessions have too count for nothing. */
export function bytesOf(folders: Folders, sessionId: string, names: readonly string[]): number {
  const own = names.map((name) => join(folders.sessions, name));
  const derived = namesIn(join(folders.derived, sessionId)).map((name) => join(folders.derived, sessionId, name));
  let bytes = 0;
  for (const path of [...own, ...derived]) {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isFile()) bytes += (stats.blocks ?? 0) * 512;
    if (!stats?.isDirectory()) continue;
    for (const file of filesOf(path)) {
      const blob = lstatSync(file, { throwIfNoEntry: false });
      if (blob?.isFile() && blob.nlink <= 2) bytes += (blob.blocks ?? 0) * 512; // one name beside the log, one in the pool
    }
  }
  return bytes;
}

/** Whether there is anything of a session. */
export function isAnythingOf(folders: Folders, sessionId: string, names: readonly string[]): boolean {
  return names.length > 0 || [folders.claims, folders.derived].some((folder) => lstatSync(join(folder, sessionId), { throwIfNoEntry: false }) !== undefined);
}

/** The names of a session's files among the sessions. */
export function filesNamedAfter(folders: Folders, sessionId: string): readonly string[] {
  return namesOf(namesIn(folders.sessions), sessionId);
}

/** The same names, and those of what came beside the logs since, which goes too. */
export function withNewOnes(folders: Folders, names: readonly string[]): readonly string[] {
  const stems = names.flatMap((name) => (sessionOfLog(name) === undefined ? [] : [plainNameOf(name).slice(0, -'.jsonl'.length)]));
  const beside = stems.flatMap((stem) => BESIDE.map((suffix) => stem + suffix)).filter((name) => lstatSync(join(folders.sessions, name), { throwIfNoEntry: false }) !== undefined);
  return [...new Set([...names, ...beside])];
}

/** Gives a file a name under which no reader finds it. @returns That name. */
function withoutName(path: string): string {
  const hidden = join(dirname(path), `${basename(path)}.${randomUUID()}.tmp`);
  try {
    renameSync(path, hidden);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') rmSync(path, { recursive: true, force: true }); // it is busy, as on Windows: then it is removed where it is, or the removal fails
  }
  return basename(hidden);
}
