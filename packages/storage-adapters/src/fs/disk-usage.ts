import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from './failures.ts';

/** What a data directory takes on the disk. */
export interface DiskUsage {
  /** Bytes on the disk. A file with several names counts once. */
  readonly bytes: number;
  readonly files: number;
}

/** A file or folder of a data directory. */
export interface DiskEntry {
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
async function* entriesOf(directory: string): AsyncGenerator<DiskEntry, void, undefined> {
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

/**
 * Adds up what a data directory takes on the disk.
 *
 * @param onEntry - Sees every file and folder on the way.
 */
export async function diskUsageOf(directory: string, onEntry: (entry: DiskEntry) => void = () => {}): Promise<DiskUsage> {
  const seen = new Set<number>();
  let bytes = 0;
  for await (const entry of entriesOf(directory)) {
    onEntry(entry);
    if (entry.directory || seen.has(entry.inode)) continue;
    seen.add(entry.inode);
    bytes += entry.stored;
  }
  return { bytes, files: seen.size };
}

async function entryAt(path: string): Promise<DiskEntry | undefined> {
  try {
    const stats = await lstat(path);
    if (stats.isSymbolicLink()) return undefined;
    return { path, directory: stats.isDirectory(), mode: stats.mode & 0o777, inode: stats.ino, stored: (stats.blocks ?? 0) * 512, changedMs: stats.ctimeMs };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined; // it went meanwhile
    throw error;
  }
}
