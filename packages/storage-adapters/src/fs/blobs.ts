import { createHash } from 'node:crypto';
import { renameSync, statSync, utimesSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isBlobName } from '../common/checks.ts';
import { blobNotFound } from '../common/failures.ts';
import { addToPool, holds, linkFromPool, removeShared, removeUnshared, shareFile } from './blob-pool.ts';
import { errnoOf } from './failures.ts';
import { besideLog, makeDirectory, namesIn } from './paths.ts';
import { writeBeside } from './write-file.ts';

/** What the folder of blobs beside a log is called. */
export const BLOBS = '.blobs';

/** Stores bytes beside a log under their hash. Sessions with the same bytes share them, where the disk can. */
export function writeBlob(pool: string, log: string, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const path = blobPath(log, hash);
  if (holds(path, bytes) && touch(path)) return `sha256-${hash}`;
  makeDirectory(dirname(path));
  if (linkFromPool(pool, hash, bytes, path)) return `sha256-${hash}`;
  try {
    writeBeside(path, bytes, (temporary) => {
      addToPool(pool, hash, temporary);
      renameSync(temporary, path);
    });
  } catch (error) {
    removeUnshared(pool, hash); // the session went away meanwhile, and with it what this put into the pool
    throw error;
  }
  return `sha256-${hash}`;
}

/** Says that a blob is wanted again, so that a rewrite waits for its line. @returns Whether it is still there. */
function touch(path: string): boolean {
  try {
    const now = new Date();
    utimesSync(path, now, now);
    return true;
  } catch {
    return false;
  }
}

/** Which blobs lines named, and which they name now. */
export interface NamedBlobs {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

/**
 * Removes the blobs beside a log that lines named before and none names now, and those that none ever named.
 *
 * @param since - Blobs that none ever named stay when they are younger: milliseconds since the Unix epoch. Their line may be on its way.
 */
export function removeUnnamedBlobs(pool: string, log: string, { before, after }: NamedBlobs, since: number): void {
  for (const path of filesOf(besideLog(log, BLOBS))) {
    const blob = `sha256-${basename(path)}`;
    if (after.has(blob)) continue;
    // The time of the last change: a blob that was written long ago for another session gets a name here only now.
    if (before.has(blob) || (statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? since) < since) removeShared(pool, path);
  }
}

/** Removes a folder of blobs. Others may still put one into it; they take it away again themselves. */
export function removeBlobs(pool: string, folder: string): void {
  for (const path of filesOf(folder)) removeShared(pool, path);
}

/**
 * Shares the blobs beside a log with other sessions, as after they were copied in.
 *
 * @returns How many bytes that freed.
 */
export function shareBlobs(pool: string, log: string): number {
  return filesOf(besideLog(log, BLOBS)).reduce((freed, path) => freed + shareFile(pool, path), 0);
}

/** The files in a folder of blobs, also those that a crash or a hand left there. */
export function filesOf(folder: string): readonly string[] {
  return namesIn(folder).flatMap((group) => {
    const path = join(folder, group);
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? namesIn(path).map((name) => join(path, name)) : [path];
  });
}

/** @throws PlayheadError `blob_not_found`. */
export async function readBlob(sessionId: string, logs: readonly string[], blob: string, range?: { start: number; end: number }): Promise<Uint8Array> {
  if (!isBlobName(blob)) throw blobNotFound(sessionId);
  for (const log of logs) {
    const file = await openIfThere(blobPath(log, blob.slice('sha256-'.length)));
    if (!file) continue;
    try {
      const { size } = await file.stat();
      const start = Math.min(size, Math.max(0, range?.start ?? 0));
      const end = Math.min(size, Math.max(start, range?.end ?? size));
      const bytes = new Uint8Array(end - start);
      let read = 0;
      while (read < bytes.length) {
        const { bytesRead } = await file.read(bytes, read, bytes.length - read, start + read);
        if (bytesRead === 0) break;
        read += bytesRead;
      }
      return bytes.subarray(0, read);
    } finally {
      await file.close();
    }
  }
  throw blobNotFound(sessionId);
}

/** Where the blob of a hash lies beside a log. */
export function blobPath(log: string, hash: string): string {
  return join(besideLog(log, BLOBS), hash.slice(0, 2), hash);
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
