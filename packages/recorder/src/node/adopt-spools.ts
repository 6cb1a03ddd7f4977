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
  /** Begins once, in the background: it never keeps the process alive, and goes on after a failure. */
  begin(storage: SessionStorage): void;
  /** Stops after the file at hand. */
  end(): void;
}

const PAUSE_MS = 5;
const RETRY_MS = 30_000;
/** After a week nobody has a session of that id. */
const OLD_MS = 7 * 24 * 3600 * 1000;

/** Makes it for a folder of spools. */
export function createAdoption(spools: string): Adoption {
  const tried = new Set<string>(); // what this storage knows nothing of
  let state: 'idle' | 'at work' | 'ended' = 'idle';
  let cancel: (() => void) | undefined;
  const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { cancel = later(milliseconds, resolve); });

  const deliverAll = async (storage: SessionStorage, claimed: string): Promise<void> => {
    for (const name of (await readdir(claimed)).sort()) {
      if (state === 'ended') return;
      const path = join(claimed, name);
      const sessionId = sessionOfSpool(path);
      if (sessionId !== undefined && await deliverSpool(storage, sessionId, path)) removeSpool(path);
      await pause(PAUSE_MS); // the agent has the loop in between
    }
  };

  const work = async (storage: SessionStorage): Promise<void> => {
    for (const orphan of await orphanedSpools(spools, storage)) {
      if (state === 'ended') return;
      const claimed = tried.has(orphan) ? undefined : claimSpool(orphan);
      if (claimed === undefined) continue;
      try {
        await deliverAll(storage, claimed);
        const left = releaseSpool(claimed);
        if (left !== undefined) tried.add(left);
      } catch (error) {
        releaseSpool(claimed);
        throw error;
      }
    }
  };

  return {
    begin(storage) {
      if (state !== 'idle') return;
      state = 'at work';
      const run = async (): Promise<void> => {
        for (let done = false; !done && state === 'at work';) {
          done = await work(storage).then(() => true, () => false);
          if (!done) await pause(RETRY_MS); // the storage is away: later
        }
      };
      void run();
    },
    end() {
      state = 'ended';
      cancel?.();
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
