import type { RemovalEntry } from '@playhead/protocol';
import { readAuditFiles } from './audit-file.ts';
import { dataDirectory } from './data-directory.ts';
import { guarded } from './failures.ts';
import { foldersOf } from './paths.ts';

/** Which audit {@link readAudit} reads. */
export interface ReadAuditOptions {
  /** The data directory. Default {@link dataDirectory}. */
  readonly dir?: string;
}

/**
 * What was removed from a data directory, as its `audit.jsonl` says: for each removal a line when it began and one when it ended, the
 * oldest first. The earliest are given up once there are some 30,000.
 *
 * @throws PlayheadError `storage_unavailable`.
 *
 * @example
 * ```ts
 * const removed = (await readAudit({ dir: '/srv/playhead' })).filter(({ state }) => state === 'done');
 * ```
 */
export function readAudit({ dir = dataDirectory() }: ReadAuditOptions = {}): Promise<readonly RemovalEntry[]> {
  return guarded('read what was removed', () => readAuditFiles(foldersOf(dir).audit));
}
