import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeRecord, isPlayheadError, type SessionHeader, type SessionStorage } from '@playhead/protocol';
import { encodeBatch } from '../encode-batch.ts';
import { createLimitsGuard } from '../record-guard.ts';
import { later } from '../tick.node.ts';
import { claimSpool, orphanedSpools, releaseSpool } from './spool-directory.ts';
import { readSpool, removeSpool, sessionOfSpool, wholeLinesOf } from './spool-file.ts';

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
    for (const name of (await readdir(folder)).sort()) {
      if (state === 'ended') return;
      const path = join(folder, name);
      const sessionId = sessionOfSpool(path);
      if (sessionId !== undefined && await deliverSpool(storage, sessionId, path)) removeSpool(path);
      await pause(PAUSE_MS); // the agent has the loop in between
    }
  };

  const work = async (storage: SessionStorage): Promise<void> => {
    for (const orphan of await orphanedSpools(spools, storage)) {
      if (state === 'ended') return;
      claimed = tried.has(orphan) ? undefined : claimSpool(orphan);
      if (claimed !== undefined) await deliverAll(storage, claimed);
      const left = giveBack();
      if (left !== undefined) tried.add(left);
    }
  };

  return {
    begin(storage) {
      if (state !== 'idle') return;
      state = 'at work';
      const run = async (): Promise<void> => {
        while (state === 'at work') {
          const isAway = await work(storage).then(() => false, () => true);
          giveBack();
          await pause(isAway ? RETRY_MS : AGAIN_MS);
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

/**
 * Sends a spool file. What was delivered before is sent again, which no reader sees.
 *
 * @returns Whether the file may go: everything is stored, or was refused for good.
 * @throws What the storage says when it may take it later.
 */
async function deliverSpool(storage: SessionStorage, sessionId: string, path: string): Promise<boolean> {
  const spooled = wholeLinesOf(await readSpool(path));
  if (spooled.length === 0) return true;
  const append = async (id: string): Promise<void> => {
    const { lines } = await encodeBatch(storage, id, spooled, createLimitsGuard());
    await storage.append(id, lines, { durability: 'fsync', encoded: true });
  };
  try {
    await append(sessionId);
    return true;
  } catch (error) {
    if (!isPlayheadError(error) || error.retryable) throw error;
    if (error.code !== 'session_not_found') return error.code !== 'storage_closed';
  }
  const first = decodeRecord(spooled[0] ?? '');
  if (first?.type !== 'session_start') return isOld(path); // another storage of this name may have it, unless it was deleted
  const created = await storage.create(first.data as unknown as SessionHeader, { at: first.at }); // a start holds its header; what the storage needs of it is checked there
  await append(created.sessionId);
  return true;
}

async function isOld(path: string): Promise<boolean> {
  return Date.now() - (await stat(path)).mtimeMs > OLD_MS;
}
