import { createHash } from 'node:crypto';
import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from './failures.ts';
import { makeDirectory, namesIn } from './paths.ts';

// heartbeats/<id>_<hash of the producer>  empty; when it was touched is when the producer was last heard of.

const ID_LENGTH = 36;
/** Files that were not touched for so long are left over, in milliseconds. */
const LEFT_OVER_MS = 3_600_000;

/** Notes that a producer of a session is at work. */
export function touchHeartbeat(folder: string, sessionId: string, producer: string, now: number): void {
  const path = join(folder, `${sessionId}_${createHash('sha256').update(producer).digest('hex').slice(0, 16)}`);
  const time = new Date(now);
  try {
    utimesSync(path, time, time);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    makeDirectory(folder);
    writeFileSync(path, '', { mode: 0o600 });
    utimesSync(path, time, time);
  }
}

/**
 * When any producer of each session was last heard of: microseconds since the Unix epoch, by session id.
 *
 * @param now - Milliseconds since the Unix epoch.
 * @param isOver - Whether a session needs no heartbeats any more. What it left is removed.
 */
export function readHeartbeats(folder: string, now: number, isOver: (sessionId: string) => boolean): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const sessionId = name.slice(0, ID_LENGTH);
    const at = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (at === undefined) continue;
    if (now - at > LEFT_OVER_MS || isOver(sessionId)) tryRemove(path);
    else found.set(sessionId, Math.max(found.get(sessionId) ?? 0, at * 1000));
  }
  return found;
}

/** Removes what the producers of a session left. */
export function removeHeartbeats(folder: string, sessionId: string): void {
  for (const name of namesIn(folder)) if (name.startsWith(sessionId)) rmSync(join(folder, name), { recursive: true, force: true });
}

function tryRemove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // a directory that may only be read: it is ignored all the same
  }
}
