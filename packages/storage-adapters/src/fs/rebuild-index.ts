import { dataDirectory } from './data-directory.ts';
import { guarded } from './failures.ts';
import { foldersOf } from './paths.ts';
import { createSessionCatalog } from './session-catalog.ts';

/** Which index {@link rebuildIndex} makes anew. */
export interface RebuildIndexOptions {
  /** The data directory. Default {@link dataDirectory}. */
  readonly dir?: string;
  /** Hears now and then how many of how many sessions were read. */
  readonly onProgress?: (done: number, all: number) => void;
}

/**
 * Reads every session of a data directory and writes the index of the fs storage anew. Nobody has to: lists find out what changed by
 * themselves. It is for whoever edited files in place and gave them their old times back, or wants the index small.
 *
 * @returns How many sessions there are.
 * @throws PlayheadError `storage_full`, `storage_unavailable`.
 *
 * @example
 * ```ts
 * const sessions = await rebuildIndex({ dir: '/srv/playhead' });
 * ```
 */
export function rebuildIndex(options: RebuildIndexOptions = {}): Promise<number> {
  const { dir = dataDirectory(), onProgress = () => {} } = options;
  return guarded('write the index of sessions', async () => {
    const catalog = createSessionCatalog(foldersOf(dir), Date.now);
    try {
      return await catalog.rebuild(onProgress);
    } finally {
      catalog.close();
    }
  });
}
