import type { DeleteOptions } from '@playhead/protocol';
import { createBatch } from './batch.ts';
import { finishRemovals } from './finish-removals.ts';
import { forgetRows } from './index-file.ts';
import { namesBySession, namesIn, type Folders } from './paths.ts';
import type { Removals } from './removals.ts';
import { bytesOf, filesNamedAfter, isAnythingOf, removeSession, withNewOnes } from './remove-session.ts';

/** Sessions whose rows are taken out of the index at once. */
const MOST_ROWS = 64;

/** What {@link createDelete} works with. */
export interface DeleteRoom {
  readonly dir: string;
  readonly folders: Folders;
  readonly removals: Removals;
  /** Lets go of what this process has of a session. */
  readonly letGo: (sessionId: string) => void;
}

/**
 * Deletes sessions: a line in the audit, the removal, another line. The first call also finishes what processes began that died.
 * Calls at once share the reading and writing of the index.
 *
 * @throws An error of the file system; then some of the session may be there still, and the audit says so.
 */
export function createDelete({ dir, folders, removals, letGo }: DeleteRoom): (sessionId: string, options: DeleteOptions) => Promise<void> {
  const rows = createBatch<string>((ids) => forgetRows(folders.index, ids), MOST_ROWS);
  let finished: Promise<unknown> | undefined;
  let seen: ReadonlyMap<string, readonly string[]> | undefined;
  /** One look at the folder serves all calls of a turn of the event loop, but for what was made in that turn. */
  const filesOf = (sessionId: string): readonly string[] => {
    if (!seen) {
      seen = namesBySession(namesIn(folders.sessions));
      setImmediate(() => { seen = undefined; });
    }
    return seen.get(sessionId) ?? filesNamedAfter(folders, sessionId);
  };
  return async (sessionId, { action = 'delete', rule, by }) => {
    await (finished ??= finishRemovals({ dir }).catch(() => undefined)); // what cannot be finished now is tried by whoever removes something next
    const before = filesOf(sessionId);
    if (!isAnythingOf(folders, sessionId, before)) return letGo(sessionId);
    const removal = await removals.begin({ action, sessionId, rule, by });
    const names = withNewOnes(folders, before);
    const bytes = bytesOf(folders, sessionId, names);
    try {
      letGo(sessionId);
      removeSession(dir, folders, sessionId, names);
      letGo(sessionId); // of lists that read it meanwhile
      await rows.add(sessionId);
    } catch (error) {
      await removal.end('failed', 0).catch(() => undefined);
      throw error;
    }
    await removal.end('done', bytes);
  };
}
