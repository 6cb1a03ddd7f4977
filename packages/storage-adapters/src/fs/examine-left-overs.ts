import { lstatSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isUuid } from '@playhead/protocol';
import { unfinishedIn } from './audit-file.ts';
import { removeShared } from './blob-pool.ts';
import { BLOBS, removeBlobs } from './blobs.ts';
import { finishLeft } from './compress.ts';
import { isDropped, tombstoneOf } from './drop.ts';
import { finishRemovals } from './finish-removals.ts';
import { countOf, mendable, type Finding } from './finding.ts';
import { isSecondName, logsBySession, namesBySession, namesIn, sessionOfLog, type Folders } from './paths.ts';

/** How many sessions are named. */
const NAMED = 5;

/**
 * Looks for what processes left that died in the middle of something.
 *
 * @param unfinished - Temporary files, which nobody writes any more.
 * @param before - What changed later may still be at work: milliseconds since the Unix epoch.
 */
export async function examineLeftOvers(dir: string, folders: Folders, unfinished: readonly string[], before: number, fix: boolean): Promise<readonly Finding[]> {
  return [temporaryFiles(folders, unfinished, fix), await unfinishedRewrites(folders, before, fix), await unfinishedRemovals(dir, folders, before, fix), unfinishedDrops(folders, fix), strayFiles(folders, before, fix)];
}

function temporaryFiles(folders: Folders, found: readonly string[], fix: boolean): Finding {
  for (const path of fix ? found : []) {
    if (basename(dirname(dirname(path))).endsWith(BLOBS)) removeShared(folders.blobs, path);
    else rmSync(path, { force: true });
  }
  return mendable('left-overs', found.length, fix, {
    ok: 'No unfinished file was left behind.',
    problem: `${countOf(found.length, 'unfinished file')} of processes that died ${found.length === 1 ? 'lies' : 'lie'} in the data directory, such as ${found[0]}. Nothing is missing because of ${found.length === 1 ? 'it' : 'them'}, but the room is taken. Run playhead doctor --fix.`,
    mended: `${countOf(found.length, 'unfinished file')} of processes that died ${found.length === 1 ? 'was' : 'were'} removed.`,
  });
}

/** Second names of logs whose rewriting or compressing was cut off. */
async function unfinishedRewrites(folders: Folders, before: number, fix: boolean): Promise<Finding> {
  const sessions: string[] = [];
  for (const [sessionId, logs] of logsBySession(folders, namesIn(folders.sessions))) {
    if (logs.some((log) => isSecondName(log) && (statSync(log, { throwIfNoEntry: false })?.ctimeMs ?? Infinity) <= before)) sessions.push(sessionId);
  }
  if (fix) for (const sessionId of sessions) await finishLeft(folders, sessionId);
  return mendable('left-overs', sessions.length, fix, {
    ok: 'No session was left half rewritten.',
    problem: `${countOf(sessions.length, 'session')} ${sessions.length === 1 ? 'was' : 'were'} left half rewritten or half compressed, such as ${sessions[0]}. Every record is there, but text that was to be taken out may be too. Run playhead doctor --fix, then playhead redact on what you were redacting.`,
    mended: `${countOf(sessions.length, 'session')} that ${sessions.length === 1 ? 'was' : 'were'} left half rewritten ${sessions.length === 1 ? 'has' : 'have'} all lines in one log again. If you were redacting, run playhead redact again.`,
  });
}

/** Removals that began, and of which nobody said what became of them. */
async function unfinishedRemovals(dir: string, folders: Folders, before: number, fix: boolean): Promise<Finding> {
  const ids = [...new Set(unfinishedIn(folders.audit).filter(({ action, at }) => action !== 'private' && at / 1000 <= before).map(({ sessionId }) => sessionId))];
  if (fix && ids.length > 0) await finishRemovals({ dir });
  const named = `${ids.slice(0, NAMED).join(', ')}${ids.length > NAMED ? ', …' : ''}`;
  return mendable('left-overs', ids.length, fix, {
    ok: 'No removal was left unfinished.',
    problem: `${countOf(ids.length, 'removal')} began and did not end, so some of what ${ids.length === 1 ? 'this session' : 'these sessions'} recorded may still be on the disk: ${named}. Run playhead doctor --fix; the next removal does the same.`,
    mended: `${countOf(ids.length, 'removal')} that did not end ${ids.length === 1 ? 'is' : 'are'} finished: ${named}.`,
  });
}

/** Sessions that were made private, but not to the end. */
function unfinishedDrops(folders: Folders, fix: boolean): Finding {
  const names = namesBySession(namesIn(folders.sessions));
  const unfinished = namesIn(folders.claims).filter((id) => isUuid(id) && isDropped(folders, id) && (names.get(id)?.length ?? 0) > 1);
  if (fix) for (const id of unfinished) tombstoneOf(folders, id);
  return mendable('left-overs', unfinished.length, fix, {
    ok: 'No private session was left half removed.',
    problem: `${countOf(unfinished.length, 'private session')} ${unfinished.length === 1 ? 'was' : 'were'} not removed to the end, so what ${unfinished.length === 1 ? 'it' : 'they'} recorded is still on the disk. Run playhead doctor --fix.`,
    mended: `${countOf(unfinished.length, 'private session')} that ${unfinished.length === 1 ? 'was' : 'were'} left half removed ${unfinished.length === 1 ? 'is' : 'are'} removed to the end.`,
  });
}

/** What lies beside a log that is gone, and derived values of sessions that are gone. */
function strayFiles(folders: Folders, before: number, fix: boolean): Finding {
  const names = namesIn(folders.sessions);
  // By name alone: a link whose disk is away just now, or what is no file, is still somebody's log.
  const logs = new Set(names.map(sessionOfLog));
  const own = [...namesBySession(names)].filter(([id]) => !logs.has(id)).flatMap(([, files]) => files.map((name) => join(folders.sessions, name)));
  const derived = namesIn(folders.derived).filter((id) => isUuid(id) && !logs.has(id)).map((id) => join(folders.derived, id));
  const found = [...own, ...derived].filter((path) => (lstatSync(path, { throwIfNoEntry: false })?.ctimeMs ?? Infinity) <= before);
  if (fix) {
    for (const path of found) {
      if (path.endsWith(BLOBS)) removeBlobs(folders.blobs, path);
      rmSync(path, { recursive: true, force: true });
    }
  }
  return mendable('left-overs', found.length, fix, {
    ok: 'Nothing lies beside a log that is gone.',
    problem: `${countOf(found.length, 'file or folder', 'files and folders')} of sessions whose log is gone ${found.length === 1 ? 'lies' : 'lie'} in the data directory, such as ${found[0]}. If you took the log away for a while, put it back; else run playhead doctor --fix, which removes what lies beside it.`,
    mended: `${countOf(found.length, 'file or folder', 'files and folders')} of sessions whose log is gone ${found.length === 1 ? 'was' : 'were'} removed.`,
  });
}
