import { readdir } from 'node:fs/promises';
import type { DeleteOptions } from '@playhead/protocol';
import { finishRemovals } from './finish-removals.ts';
import { createGathering } from './gathering.ts';
import { forgetRows } from './index-file.ts';
import { forgetListed } from './listed-values.ts';
import { namesBySession, type Folders } from './paths.ts';
import type { Removals } from './removals.ts';
import { bytesOf, filesNamedAfter, isAnythingOf, removeSession, withNewOnes } from './remove-session.ts';
import { createTurns } from './turns.ts';

/** Sessions whose rows are taken out of the index at once, at most. */
const MOST_ROWS = 2000;
/** So many are removed at a stretch, after which others have their turn. */
const AT_A_TURN = 16;

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
 * Calls at once share the reading and writing of the index, and let others of the process go in between.
 *
 * @throws An error of the file system; then some of the session may be there still, and the audit says so.
 */
export function createDelete({ dir, folders, removals, letGo }: DeleteRoom): (sessionId: string, options: DeleteOptions) => Promise<void> {
  let finished: Promise<unknown> | undefined;
  let seen: Promise<ReadonlyMap<string, readonly string[]>> | undefined;
  /** One look at the folder serves all calls of a turn of the event loop, but for what was made since. */
  const filesOf = async (sessionId: string): Promise<readonly string[]> => {
    if (!seen) {
      seen = readdir(folders.sessions).then(namesBySession, () => new Map<string, readonly string[]>());
      setImmediate(() => { seen = undefined; });
    }
    return (await seen).get(sessionId) ?? filesNamedAfter(folders, sessionId);
  };
  const turn = createTurns(AT_A_TURN);
  const rows = createGathering<string>((ids) => {
    forgetRows(folders.index, ids);
    forgetListed(folders, ids);
  }, MOST_ROWS);
  return async (sessionId, { action = 'delete', rule, by }) => {
    await (finished ??= finishRemovals({ dir }).catch(() => undefined)); // what cannot be finished now is tried by whoever removes something next
    const before = await filesOf(sessionId);
    if (!isAnythingOf(folders, sessionId, before)) return letGo(sessionId);
    const removal = await removals.begin({ action, sessionId, rule, by });
    const forgotten = rows.coming();
    try {
      await turn();
      const names = withNewOnes(folders, before);
      const bytes = bytesOf(folders, sessionId, names);
      letGo(sessionId);
      removeSession(dir, folders, sessionId, names);
      letGo(sessionId); // of lists that read it meanwhile
      await forgotten.add(sessionId);
      await removal.end('done', bytes);
    } catch (error) {
      forgotten.never();
      await removal.end('failed', 0).catch(() => undefined);
      throw error;
    }
  };
}
