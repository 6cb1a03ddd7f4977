import { statSync, watch, type FSWatcher } from 'node:fs';

/** A burst of so many notices may have been cut short by the system. */
const MOST_AT_ONCE = 8000;

/** What happened in a folder since the last question. */
export interface FolderChanges {
  /** Names of files that were made, changed, replaced or removed. Undefined: nobody knows, look at everything. */
  readonly names: ReadonlySet<string> | undefined;
}

/** Learns from the system which files of a folder change, whoever changes them. */
export interface FolderNotices {
  /** Everything that happened before the call is in the answer. */
  take(): Promise<FolderChanges>;
  /** Whether the system tells what changes. */
  readonly isTold: boolean;
  stop(): void;
}

/**
 * Watches one folder from the first question on.
 *
 * Linux puts a notice into the watcher's queue before the call that changed the file returns, so whoever empties the queue has heard
 * of every change that was acknowledged before. Other systems tell later, or in part: there, and where no watch can be had, every
 * answer is "look at everything".
 */
export function createFolderNotices(folder: string): FolderNotices {
  let watcher: FSWatcher | undefined;
  let watched = '';
  let names = new Set<string>();
  let complete = false;
  let burst = 0;
  const stop = (): void => {
    watcher?.close();
    watcher = undefined;
    complete = false;
  };
  const start = (): void => {
    stop();
    names = new Set();
    try {
      watcher = watch(folder, { persistent: false }, (_, name) => {
        if (burst === 0) setImmediate(() => void (burst = 0)).unref();
        burst += 1;
        if (name === null || burst > MOST_AT_ONCE) complete = false;
        else names.add(name);
      });
      watcher.on('error', stop);
    } catch {
      watcher = undefined; // out of watches, or none on this file system
    }
  };
  return {
    get isTold() { return complete; },
    stop,
    async take() {
      if (process.platform !== 'linux') return { names: undefined };
      const identity = identityOf(folder);
      if (!watcher || identity !== watched) {
        watched = identity ?? '';
        if (identity !== undefined) start();
        else stop();
      }
      // The queue is read once in each turn of the event loop, and the first turn may already be past that.
      for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => { setImmediate(resolve); });
      const taken = names;
      const known = complete;
      names = new Set();
      complete = watcher !== undefined;
      return { names: known ? taken : undefined };
    },
  };
}

function identityOf(folder: string): string | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats && `${stats.ino}@${stats.birthtimeMs}`;
}
