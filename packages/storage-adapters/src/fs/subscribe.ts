import { stat } from 'node:fs/promises';
import { watch, type FSWatcher } from 'node:fs';
import type { Chunk } from '@playhead/protocol';
import { isPlayheadError } from '@playhead/protocol';
import { tombstoneChunk, type Tombstone } from '../common/tombstone.ts';
import { readLogs, type ReadState } from './read.ts';
import { identityOf } from './whole-log.ts';

/** So much less often it looks by itself where the system's notices have told of every change so far. */
const RELIABLE = 8;

/** How to follow. */
export interface FollowOptions {
  readonly pollMs: number;
  readonly signal: AbortSignal;
  /** What is left once the session was dropped. */
  readonly tombstone: () => Tombstone | undefined;
}

/** Reads the logs and goes on with what any process appends, until the signal or until the session is dropped. */
export async function* followLogs(logs: readonly string[], state: ReadState, { pollMs, signal, tombstone }: FollowOptions): AsyncGenerator<Chunk, void, undefined> {
  const changes = watchLogs(logs, pollMs, signal);
  try {
    for (let first = true; !signal.aborted; first = false) {
      changes.expect();
      for await (const chunk of readLogs(logs, state, signal)) {
        const left = tombstone();
        if (left) {
          yield tombstoneChunk(left, '');
          return;
        }
        if (first || chunk.records.length > 0 || chunk.damage.length > 0) yield chunk;
      }
      await changes.next();
    }
  } catch (error) {
    if (isPlayheadError(error, 'aborted')) return;
    const left = tombstone(); // the log has another name then
    if (!left) throw error;
    yield tombstoneChunk(left, '');
  } finally {
    changes.stop();
  }
}

interface Changes {
  /** From here on a change counts for the next {@link next}. */
  expect(): void;
  /** Resolves after a change or the signal. */
  next(): Promise<void>;
  stop(): void;
}

/** Watches files by the system's notices, and looks by itself where there are none. */
function watchLogs(logs: readonly string[], pollMs: number, signal: AbortSignal): Changes {
  let changed = false;
  let told = false;
  let reliable = false;
  let wake = (): void => {};
  const notice = (): void => {
    changed = true;
    wake();
  };
  const onWatch = (): void => {
    told = true;
    notice();
  };
  const watchers = logs.flatMap((path): FSWatcher[] => {
    try {
      const watcher = watch(path, onWatch);
      watcher.on('error', () => watcher.close()); // polling goes on
      return [watcher];
    } catch {
      return []; // out of watches, or none on this file system: polling is enough
    }
  });
  let known = '';
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    const sizes = await sizesOf(logs);
    if (stopped) return;
    if (sizes !== known) {
      // Whether the system tells of what changes here: not of everything on every file system, and of nothing in a file that took the place of another.
      reliable = told;
      notice();
    }
    known = sizes;
    told = false;
    timer = setTimeout(() => void look(), reliable ? pollMs * RELIABLE : pollMs);
  };
  timer = setTimeout(() => void look(), pollMs);
  signal.addEventListener('abort', notice);
  return {
    expect: () => void (changed = false),
    next: () => new Promise((resolve) => {
      wake = resolve;
      if (changed || signal.aborted) resolve();
    }),
    stop() {
      stopped = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', notice);
      for (const watcher of watchers) watcher.close();
    },
  };
}

async function sizesOf(logs: readonly string[]): Promise<string> {
  const sizes = await Promise.all(logs.map((path) => stat(path).then((stats) => `${identityOf(stats)}:${stats.size}`, () => 'gone')));
  return sizes.join();
}
