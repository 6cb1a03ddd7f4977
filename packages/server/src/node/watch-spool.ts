import { watch, type FSWatcher } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { drainHookSpool, type DrainSpoolOptions } from './drain-spool.ts';

/** A spool that is read as it fills. */
export interface WatchedSpool {
  /** Resolves once what waited when it was called has been read, by this process or the one that reads it now. */
  drained(): Promise<void>;
  /** Stops after the payload at hand. */
  close(): Promise<void>;
}

/** How often it looks by itself, where the system tells of no new files or a storage was away. */
const LOOK_MS = 2000;
/** How soon it looks again while another process reads. */
const SOON_MS = 100;
/** How often it tries to make up for sessions of which nothing could be left: their transcripts are read for it. */
const MAKE_UP_MS = 10_000;

/** Reads a spool now and whenever something comes. Makes the folder, so that the system can tell of what comes. */
export function watchHookSpool(options: Omit<DrainSpoolOptions, 'missed' | 'signal'>): WatchedSpool {
  const stopping = new AbortController();
  let watcher: FSWatcher | undefined;
  let reading: Promise<void> | undefined;
  let again = false;
  let elsewhere = false;
  let makeUpAt = 0;

  function read(): Promise<void> {
    if (reading) {
      again = true;
      return reading;
    }
    reading = readAll().finally(() => { reading = undefined; });
    return reading;
  }

  async function readAll(): Promise<void> {
    do {
      again = false;
      const missed = Date.now() >= makeUpAt;
      if (missed) makeUpAt = Date.now() + MAKE_UP_MS;
      const drained = await drainHookSpool({ ...options, missed, signal: stopping.signal }).catch(() => undefined); // the next look is for that
      elsewhere = drained?.elsewhere === true;
    } while (again && !stopping.signal.aborted);
  }

  const timer = setInterval(() => void read(), LOOK_MS);
  const started = mkdir(options.spool, { recursive: true, mode: 0o700 }).then(() => {
    if (stopping.signal.aborted) return;
    watcher = watch(options.spool, () => void read());
    watcher.on('error', () => watcher?.close()); // it looks by itself from here on
  }).catch(() => undefined);

  return {
    async drained() {
      await started;
      await reading;
      await read();
      while (elsewhere && !stopping.signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, SOON_MS));
        await read();
      }
    },
    async close() {
      stopping.abort();
      clearInterval(timer);
      await started;
      watcher?.close();
      await reading;
    },
  };
}
