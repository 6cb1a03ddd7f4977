import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isPlayheadError, type PlayheadError, type SessionHeader, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { encodeBatch } from '../encode-batch.ts';
import { createLimitsGuard } from '../record-guard.ts';
import { later } from '../tick.node.ts';
import { claimSpool, orphanedSpools, releaseSpool } from './spool-directory.ts';
import { readSpool, recordsOf, removeSpool, sessionOfSpool, type SpooledRecord } from './spool-file.ts';

/** Brings to the storage what ended processes left on the disk. */
export interface Adoption {
  /** Begins in the background and looks again every ten minutes; never keeps the process alive. */
  begin(storage: SessionStorage): void;
  /** Stops after the file at hand. */
  end(): void;
}

const PAUSE_MS = 5;
const RETRY_MS = 30_000;
const AGAIN_MS = 10 * 60_000;
/** No recorder writes longer files. */
const MOST_BYTES = 64 * 1024 * 1024;
/** After a week nobody has a session of that id. */
const OLD_MS = 7 * 24 * 3600 * 1000;

/** Makes it for a folder of spools. */
export function createAdoption(spools: string): Adoption {
  const tried = new Set<string>(); // what this storage knows nothing of
  let state: 'idle' | 'at work' | 'ended' = 'idle';
  let cancel: (() => void) | undefined;
  let claimed: string | undefined;
  const giveBack = (): string | undefined => {
    const left = claimed === undefined ? undefined : releaseSpool(claimed);
    claimed = undefined;
    return left;
  };
  const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { cancel = later(milliseconds, resolve); });

  const deliverAll = async (storage: SessionStorage, folder: string): Promise<void> => {
    const ids = new Map<string, string>(); // under which the storage has a session
    const starts: string[] = []; // they stay until all is delivered: who is interrupted has to find the ids again
    for (const path of await spoolsIn(folder)) {
      if (state === 'ended') return;
      const sessionId = sessionOfSpool(path);
      const records = sessionId === undefined ? undefined : await recordsIn(path);
      if (!records || sessionId === undefined) continue;
      const [first] = records;
      const start = first?.record.type === 'session_start' ? first.record : undefined;
      const id = first ? await deliver(storage, ids.get(sessionId) ?? sessionId, records.map(({ line }) => line), start) : sessionId;
      if (id !== undefined) ids.set(sessionId, id);
      if (id !== undefined && start) starts.push(path);
      else if (id !== undefined || await isOld(path)) removeSpool(path); // another storage of this name may have it, unless it was deleted
      await pause(PAUSE_MS); // the agent has the loop in between
    }
    starts.forEach(removeSpool);
  };

  /** @returns Whether all of it went as it should; one folder that does not is no reason to leave the others. */
  const work = async (storage: SessionStorage): Promise<boolean> => {
    let isWell = true;
    for (const orphan of await orphanedSpools(spools, storage)) {
      if (state === 'ended') return isWell;
      claimed = tried.has(orphan) ? undefined : claimSpool(orphan);
      const isDone = claimed === undefined || await deliverAll(storage, claimed).then(() => true, () => false);
      const left = giveBack();
      if (left !== undefined && isDone) tried.add(left);
      isWell &&= isDone;
    }
    return isWell;
  };

  return {
    begin(storage) {
      if (state !== 'idle') return;
      state = 'at work';
      const run = async (): Promise<void> => {
        while (state === 'at work') {
          await pause(await work(storage) ? AGAIN_MS : RETRY_MS);
        }
      };
      void run();
    },
    end() {
      state = 'ended';
      cancel?.();
      giveBack();
    },
  };
}

/** The spool files of a folder, in the order in which they were written; nothing by way of a link, and no pipe, which would never end. */
async function spoolsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []); // may be somebody else's
  return entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name)).sort();
}

/** The records of a spool file; undefined for one that cannot be read, or is none of ours. */
async function recordsIn(path: string): Promise<readonly SpooledRecord[] | undefined> {
  try {
    return (await stat(path)).size > MOST_BYTES ? undefined : recordsOf(await readSpool(path));
  } catch {
    return undefined;
  }
}

/**
 * Sends what a spool file holds. What was delivered before is sent again, which no reader sees.
 *
 * @param start - What makes the session, where the storage does not know it.
 * @returns The id under which the storage has everything, or has refused it for good; undefined when it does not know the session.
 * @throws What the storage says when it may take it later.
 */
async function deliver(storage: SessionStorage, sessionId: string, lines: readonly string[], start: SessionRecord | undefined): Promise<string | undefined> {
  const append = async (id: string): Promise<string> => {
    const encoded = await encodeBatch(storage, id, lines, createLimitsGuard());
    await storage.append(id, encoded.lines, { durability: 'fsync', encoded: true });
    return id;
  };
  try {
    return await append(sessionId);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (error.code === 'storage_closed') return undefined;
    if (error.code !== 'session_not_found') return sessionId;
  }
  try {
    if (!start) return undefined;
    const created = await storage.create(start.data as unknown as SessionHeader, { at: start.at }); // a start holds its header; what the storage needs of it is checked there
    return await append(created.sessionId);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}

function isRefusal(error: unknown): error is PlayheadError {
  return isPlayheadError(error) && !error.retryable;
}

async function isOld(path: string): Promise<boolean> {
  return Date.now() - (await stat(path)).mtimeMs > OLD_MS;
}
