import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RemovalEntry } from '@playhead/protocol';
import { appendAudit, unfinishedIn } from './audit-file.ts';
import { dataDirectory } from './data-directory.ts';
import { isDropped, tombstoneOf } from './drop.ts';
import { guarded } from './failures.ts';
import { forgetRows } from './index-file.ts';
import { forgetListed } from './listed-values.ts';
import { foldersOf, sessionOfLog, type Folders } from './paths.ts';
import { bytesOf, filesNamedAfter, removeSession } from './remove-session.ts';

/** Where {@link finishRemovals} looks. */
export interface FinishRemovalsOptions {
  /** The data directory. Default {@link dataDirectory}. */
  readonly dir?: string;
}

/**
 * Finishes removals that processes began that died in the middle: what is left of the sessions goes. A session that was made again under
 * its id since stays. The fs storage does this by itself before it removes something; call it to have it done now.
 *
 * @returns How many removals were finished.
 * @throws PlayheadError `storage_full`, `storage_unavailable`.
 *
 * @example
 * ```ts
 * await finishRemovals({ dir: '/srv/playhead' });
 * ```
 */
export function finishRemovals({ dir = dataDirectory() }: FinishRemovalsOptions = {}): Promise<number> {
  return guarded('finish what was being removed', () => {
    const folders = foldersOf(dir);
    const unfinished = unfinishedIn(folders.audit);
    if (unfinished.length === 0) return 0;
    const ended = unfinished.map((entry) => (entry.action === 'private' ? finishDrop(folders, entry) : finishDelete(dir, folders, entry)));
    const ids = unfinished.map(({ sessionId }) => sessionId);
    forgetRows(folders.index, ids); // of a session that is there still it is made again
    forgetListed(folders, ids);
    appendAudit(folders.audit, ended, false);
    return ended.filter(({ state }) => state === 'done').length;
  });
}

function finishDelete(dir: string, folders: Folders, began: RemovalEntry): RemovalEntry {
  const { sessionId } = began;
  const names = filesNamedAfter(folders, sessionId);
  const bytes = bytesOf(folders, sessionId, names);
  const logs = names.filter((name) => sessionOfLog(name) !== undefined);
  const isAnother = logs.some((name) => (statSync(join(folders.sessions, name), { throwIfNoEntry: false })?.birthtimeMs ?? 0) * 1000 > began.at);
  // Of one that was made again only what the dead process had hidden goes.
  if (isAnother) removeHidden(folders, names);
  else removeSession(dir, folders, sessionId, names);
  return { ...began, at: Date.now() * 1000, state: 'done', bytes: isAnother ? 0 : bytes };
}

function removeHidden(folders: Folders, names: readonly string[]): void {
  for (const name of names) if (/\.jsonl(?:\.gz)?\.[0-9a-f-]{36}\.tmp$/.test(name)) rmSync(join(folders.sessions, name), { force: true });
}

/** A drop whose marker stands is finished; one that died before it has removed nothing. */
function finishDrop(folders: Folders, began: RemovalEntry): RemovalEntry {
  const { sessionId } = began;
  const bytes = bytesOf(folders, sessionId, filesNamedAfter(folders, sessionId));
  if (!isDropped(folders, sessionId)) return { ...began, at: Date.now() * 1000, state: 'failed' };
  tombstoneOf(folders, sessionId);
  return { ...began, at: Date.now() * 1000, state: 'done', bytes };
}
