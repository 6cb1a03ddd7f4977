import { createHash } from 'node:crypto';
import { closeSync, openSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CreatedSession, SessionHeader } from '@playhead/protocol';
import { errnoOf } from './failures.ts';
import { besideLog, fileAt, logPath, logsOf, makeDirectory, namesIn, sessionOfStem, stemOf, type Folders } from './paths.ts';
import { readIfThere, replaceFileDurably, syncDirectoryOf, writeOnce } from './write-file.ts';

/** What stands beside a log for the header that its creator gave. */
export const HEADER = '.header.json';

/** How young an id made of the time is new, in milliseconds. */
const NEW_MS = 60_000;

// claims/keys/<hash>      the stem of the session which a harness session's recording is
// claims/<id>/log         the stem of a session's log, so that creators racing for one id make one file
// claims/<id>/key-<hash>  empty: which keys to give back when the session is deleted

/**
 * Makes the log of a session. Of several creators one wins, by linking a complete claim into place;
 * the others use its file. A creator that dies in between leaves a claim whose file the next one makes.
 */
export function createSession(folders: Folders, header: SessionHeader, at: number): CreatedSession {
  const { sessionId } = header;
  // So that a log that is forced to the disk later is found there after a power failure.
  for (const made of makeDirectory(folders.sessions)) syncDirectoryOf(made);
  const known = claimedLog(folders, sessionId) ?? (isNew(sessionId) ? undefined : logsOf(folders, sessionId)[0]);
  const wanted = known === undefined ? stemOf(header, at) : basename(known, '.jsonl');
  const claimed = claimKey(folders, header, wanted);
  if (known !== undefined) return { sessionId, created: false };
  const winner = sessionOfStem(claimed) ?? sessionId;
  const stem = standingStem(join(folders.claims, winner, 'log'), claimed, winner);
  if (winner !== sessionId && (claimedLog(folders, winner) !== undefined || logsOf(folders, winner).length > 0)) return { sessionId: winner, created: false };
  return { sessionId: winner, created: makeLog(folders, stem, { ...header, sessionId: winner }) };
}

/**
 * Whether an id was made just now, so that no log of it can have been copied in without its claim. Else one must be looked for among
 * all sessions, which takes long where there are many. Were there one after all, readers would merge both.
 */
function isNew(sessionId: string): boolean {
  const time = sessionId[14] === '7' ? Number.parseInt(sessionId.slice(0, 8) + sessionId.slice(9, 13), 16) : Number.NaN;
  return Math.abs(Date.now() - time) < NEW_MS;
}

/** Gives back what a deleted session had claimed. */
export function releaseClaims(folders: Folders, sessionId: string): void {
  const own = join(folders.claims, sessionId);
  for (const name of namesIn(own)) {
    if (!/^key-[0-9a-f]{64}$/.test(name)) continue;
    const path = keyPath(folders, name.slice('key-'.length));
    if (sessionOfStem(readIfThere(path) ?? '') === sessionId) rmSync(path, { force: true });
  }
  rmSync(own, { recursive: true, force: true });
}

/** The stem of the log that the creator of this session chose; undefined when none is claimed or there. */
export function claimedLog(folders: Folders, sessionId: string): string | undefined {
  const stem = readIfThere(join(folders.claims, sessionId, 'log'));
  if (stem === undefined || sessionOfStem(stem) !== sessionId) return undefined;
  const path = logPath(folders, stem);
  return fileAt(path) ? path : undefined;
}

/** Gives what a session has claimed another stem of its log. */
export function renameClaims(folders: Folders, sessionId: string, stem: string): void {
  const own = join(folders.claims, sessionId);
  const keys = namesIn(own).filter((name) => /^key-[0-9a-f]{64}$/.test(name)).map((name) => keyPath(folders, name.slice('key-'.length)));
  for (const path of [join(own, 'log'), ...keys]) {
    const standing = readIfThere(path);
    if (standing !== undefined && standing !== stem && sessionOfStem(standing) === sessionId) replaceFileDurably(path, stem);
  }
}

function claimKey(folders: Folders, header: SessionHeader, wanted: string): string {
  const { sessionId, harness, harnessSessionId, generation = 0 } = header;
  if (harnessSessionId === undefined || sessionOfStem(wanted) === undefined) return wanted;
  const hash = createHash('sha256').update(JSON.stringify([harness, harnessSessionId, generation])).digest('hex');
  const mark = join(folders.claims, sessionId, `key-${hash}`);
  writeOnce(mark, '');
  const claimed = standingStem(keyPath(folders, hash), wanted, undefined);
  if (sessionOfStem(claimed) !== sessionId) rmSync(mark, { force: true });
  return claimed;
}

/** Writes a claim once; a claim that cannot be one, as after a hand edit, is written anew. */
function standingStem(path: string, wanted: string, sessionId: string | undefined): string {
  const standing = writeOnce(path, wanted);
  const owner = sessionOfStem(standing);
  if (owner !== undefined && (sessionId === undefined || owner === sessionId)) return standing;
  rmSync(path, { force: true });
  return writeOnce(path, wanted);
}

function makeLog(folders: Folders, stem: string, header: SessionHeader): boolean {
  makeDirectory(folders.sessions);
  writeOnce(besideLog(logPath(folders, stem), HEADER), JSON.stringify(header));
  try {
    closeSync(openSync(logPath(folders, stem), 'ax', 0o600));
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function keyPath(folders: Folders, hash: string): string {
  return join(folders.claims, 'keys', hash);
}
