import { randomUUID } from 'node:crypto';
import { linkSync, lstatSync, readFileSync, renameSync, rmSync, statSync, type Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errnoOf } from './failures.ts';
import { makeDirectory, namesIn } from './paths.ts';

// blobs/ab/<sha256>   the pool: one more name of a blob that lies beside the logs of one or several sessions. The kernel counts the names,
//                     so no crash can make the count wrong. A blob's name in the pool goes before its last name beside a log, so that the
//                     pool never holds what no session holds; only `rm` by hand leaves such a thing, and a sweep removes it.
// Where a disk has no second names, each session has its own copy and the pool stays empty: nothing of a session depends on it.

const HASH_LENGTH = 64;

/** Where the pool keeps the blob of a hash. */
export function pooledPath(pool: string, hash: string): string {
  return join(pool, hash.slice(0, 2), hash);
}

/**
 * Gives a blob of the pool a name beside a log.
 *
 * @returns False when the pool does not hold these bytes or gives no more names; the blob is to be written then.
 */
export function linkFromPool(pool: string, hash: string, bytes: Uint8Array, path: string): boolean {
  const pooled = pooledPath(pool, hash);
  if (!pooledStats(pool, hash)) return false;
  try {
    if (!holds(pooled, bytes)) {
      rmSync(pooled, { force: true }); // a power failure may have cut it off: nobody else is to get it
      return false;
    }
    linkSync(pooled, path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return holds(path, bytes);
    if (errnoOf(error) === 'EMLINK') rmSync(pooled, { force: true }); // it has as many names as the disk allows: the next copy serves from here on
    return false;
  }
}

/** Gives a file a name in the pool, where that is possible. Nothing fails where it is not. */
export function addToPool(pool: string, hash: string, path: string): void {
  const pooled = pooledPath(pool, hash);
  try {
    makeDirectory(dirname(pooled));
    linkSync(path, pooled);
  } catch {
    // another writer was faster, or the disk has no second names
  }
}

/**
 * Makes a file that has no other name one with the same bytes in the pool.
 *
 * @returns How many bytes that freed.
 */
export function shareFile(pool: string, path: string): number {
  const hash = basename(path);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!/^[0-9a-f]{64}$/.test(hash) || !stats?.isFile() || stats.nlink > 1) return 0;
  if (!pooledStats(pool, hash)) {
    addToPool(pool, hash, path);
    return 0;
  }
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    if (!linkFromPool(pool, hash, readFileSync(path), temporary)) return 0;
    renameSync(temporary, path);
    return stats.size;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Removes a file from beside a log, and the bytes from the pool when no other session has them. The name may be that of a file that was never finished. */
export function removeShared(pool: string, path: string): void {
  const hash = basename(path).slice(0, HASH_LENGTH);
  const own = lstatSync(path, { throwIfNoEntry: false });
  const pooled = pooledStats(pool, hash);
  if (own && pooled && own.ino === pooled.ino && pooled.nlink <= 2) rmSync(pooledPath(pool, hash), { force: true });
  rmSync(path, { recursive: true, force: true });
  removeUnshared(pool, hash); // a writer may have put it there meanwhile, and can no longer
}

/** Removes a blob from the pool when no session has it. @returns How many bytes that freed. */
export function removeUnshared(pool: string, hash: string): number {
  const stats = pooledStats(pool, hash);
  if (stats?.nlink !== 1) return 0;
  rmSync(pooledPath(pool, hash), { force: true });
  return stats.size;
}

/** The hashes in the pool that no session has any more, as after `rm` by hand. */
export async function unsharedHashes(pool: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const group of namesIn(pool)) {
    const names = await readdir(join(pool, group)).catch(() => []); // no folder of the pool
    const counts = await Promise.all(names.map((hash) => stat(pooledPath(pool, hash)).then(({ nlink }) => nlink, () => 0)));
    found.push(...names.filter((_, index) => counts[index] === 1));
  }
  return found;
}

/** Removes from the pool what no session has. */
export async function sweepPool(pool: string): Promise<void> {
  for (const hash of await unsharedHashes(pool)) removeUnshared(pool, hash);
}

function pooledStats(pool: string, hash: string): Stats | undefined {
  try {
    return statSync(pooledPath(pool, hash), { throwIfNoEntry: false });
  } catch {
    return undefined; // something else stands where the pool should: then it holds nothing
  }
}

/** Whether a file holds exactly these bytes. */
export function holds(path: string, bytes: Uint8Array): boolean {
  try {
    return statSync(path).size === bytes.length && readFileSync(path).equals(bytes);
  } catch {
    return false;
  }
}
