import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isUuid, PlayheadError } from '@playhead/protocol';
import { namesBySession, namesIn, type Folders } from './paths.ts';

/** So many sessions are looked at at once. */
const AT_ONCE = 16;

/** How many bytes each session takes on the disk. A value that sessions share counts for each by its share. */
export async function sessionSizes(folders: Folders, signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const paths = new Map<string, string[]>();
  for (const [id, names] of namesBySession(namesIn(folders.sessions))) paths.set(id, names.map((name) => join(folders.sessions, name)));
  for (const id of namesIn(folders.derived)) if (isUuid(id)) paths.get(id)?.push(join(folders.derived, id));
  const sizes = new Map<string, number>();
  const entries = [...paths];
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    if (signal?.aborted) throw new PlayheadError('aborted', 'What sessions take on the disk was not added up to the end, since that was cancelled.');
    await Promise.all(entries.slice(start, start + AT_ONCE).map(async ([id, own]) => {
      const each = await Promise.all(own.map(storedAt));
      sizes.set(id, each.reduce((sum, bytes) => sum + bytes, 0));
    }));
  }
  return sizes;
}

async function storedAt(path: string): Promise<number> {
  const stats = await lstat(path).catch(() => undefined); // it went meanwhile
  if (stats?.isDirectory()) {
    const names = await readdir(path).catch((): string[] => []);
    const each = await Promise.all(names.map((name) => storedAt(join(path, name))));
    return each.reduce((sum, bytes) => sum + bytes, 0);
  }
  // One of the names of a shared value is that in the pool.
  return stats?.isFile() === true ? Math.round((stats.blocks ?? 0) * 512 / Math.max(1, stats.nlink - 1)) : 0;
}
