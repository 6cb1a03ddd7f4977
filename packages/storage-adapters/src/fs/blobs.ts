import { createHash } from 'node:crypto';
import { existsSync, rmSync, statSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isBlobName } from '../common/checks.ts';
import { blobNotFound } from '../common/failures.ts';
import { errnoOf } from './failures.ts';
import { besideLog, namesIn } from './paths.ts';
import { replaceFile } from './write-file.ts';

/** Stores bytes beside a log under their hash. */
export function writeBlob(log: string, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const path = blobPath(log, hash);
  if (!existsSync(path)) replaceFile(path, bytes);
  return `sha256-${hash}`;
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
export function removeUnnamedBlobs(log: string, { before, after }: NamedBlobs, since: number): void {
  const folder = besideLog(log, '.blobs');
  for (const group of namesIn(folder)) {
    for (const name of namesIn(join(folder, group))) {
      const path = join(folder, group, name);
      if (after.has(`sha256-${name}`)) continue;
      if (before.has(`sha256-${name}`) || (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? since) < since) rmSync(path, { force: true });
    }
  }
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

function blobPath(log: string, hash: string): string {
  return join(besideLog(log, '.blobs'), hash.slice(0, 2), hash);
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
