import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What recorders keep on the disk because their storage did not take it. */
export interface SpoolUsage {
  readonly files: number;
  readonly bytes: number;
}

/** Counts what waits below a data directory. Never rejects: what cannot be looked at counts as nothing. */
export async function spoolUsage(dir: string): Promise<SpoolUsage> {
  const entries = await readdir(join(dir, 'spool'), { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = await Promise.all(entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => stat(join(parentPath, name)).then(({ size }) => size, () => 0)));
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
