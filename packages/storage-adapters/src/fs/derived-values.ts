import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { errnoOf } from './failures.ts';

/** So many files are read at a stretch: about a millisecond, after which others have their turn. */
const AT_ONCE = 64;
/** Values up to this size are read without asking how large they are. */
const SMALL_BYTES = 64 * 1024;

/** Where a derived value of a session is. */
export function derivedPath(folder: string, sessionId: string, name: string, version: number): string {
  return join(folder, sessionId, `${name}.${version}`);
}

/** A derived value; undefined where there is none. */
export function readDerived(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: unknown) => {
    if (errnoOf(error) !== 'ENOENT') throw error;
    return undefined;
  });
}

/** The same value of many sessions. Small files that lie in memory are read several times faster in place than by turns of the event loop. */
export async function readManyDerived(folder: string, sessionIds: readonly string[], name: string, version: number): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  const buffer = Buffer.allocUnsafe(SMALL_BYTES);
  for (const [index, sessionId] of sessionIds.entries()) {
    if (index > 0 && index % AT_ONCE === 0) await nextTurn();
    const bytes = readAtOnce(derivedPath(folder, sessionId, name, version), buffer);
    if (bytes) found.set(sessionId, bytes);
  }
  return found;
}

function readAtOnce(path: string, buffer: Buffer): Uint8Array | undefined {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const length = readSync(fd, buffer, 0, buffer.length, 0);
    return length < buffer.length ? Uint8Array.prototype.slice.call(buffer, 0, length) : readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}
