import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from './failures.ts';

/** What a data directory takes on the disk. */
export interface DiskUsage {
  /** Bytes on the disk. A file with several names counts once. */
  readonly bytes: number;
  readonly files: number;
}

/** A file or folder of the data directory. */
export interface Entry {
  readonly path: string;
  readonly directory: boolean;
  readonly mode: number;
  readonly inode: number;
  /** Bytes on the disk. */
  readonly stored: number;
  /** When it was changed last, also its names: milliseconds since the Unix epoch. */
  readonly changedMs: number;
}

/** Everything below a directory, and the directory itself. Links are not followed. */
export async function* entriesOf(directory: string): AsyncGenerator<Entry, void, undefined> {
  const own = await entryAt(directory);
  if (!own) return;
  yield own;
  if (!own.directory) return;
  const names = await readdir(directory).catch((error: unknown): string[] => {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  });
  const entries = await Promise.all(names.map((name) => entryAt(join(directory, name))));
  for (const entry of entries) {
    if (entry?.directory) yield* entriesOf(entry.path);
    else if (entry) yield entry;
  }
}

/** Adds up what a data directory takes on the disk. */
export async function diskUsageOf(directory: string): Promise<DiskUsage> {
  const seen = new Set<number>();
  let bytes = 0;
  for await (const { inode, stored, directory: isDirectory } of entriesOf(directory)) {
    if (isDirectory || seen.has(inode)) continue;
    seen.add(inode);
    bytes += stored;
  }
  return { bytes, files: seen.size };
}

async function entryAt(path: string): Promise<Entry | undefined> {
  try {
    const stats = await lstat(path);
    if (stats.isSymbolicLink()) return undefined;
    return { path, directory: stats.isDirectory(), mode: stats.mode & 0o777, inode: stats.ino, stored: (stats.blocks ?? 0) * 512, changedMs: stats.ctimeMs };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined; // it went meanwhile
    throw error;
  }
}
