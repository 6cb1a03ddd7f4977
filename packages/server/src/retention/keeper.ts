import type { SessionStorage } from '@playhead/protocol';
import { pruneSessions, type PruneOptions, type PruneReport, type RetentionPolicy } from '@playhead/replay-core/retention';
import { DEFAULT_WORKSPACE } from '../access/token.ts';
import { createSerialQueue } from '../hooks/serial-queue.ts';
import type { RetentionOptions } from './options.ts';

/** How it went with a workspace. Times are microseconds since the Unix epoch. */
export interface RetentionState {
  /** When it was last pruned by its policy; absent before the first time. */
  readonly lastRunAt?: number;
  /** When it is next. */
  readonly nextRunAt?: number;
  /** How many sessions the last time removed. */
  readonly removed: number;
  readonly removedBytes: number;
  /** What went wrong the last time, for people. */
  readonly problem?: string;
}

/** Removes what is not to be kept: by itself now and then, and when it is asked for. */
export interface RetentionKeeper {
  stateOf(workspace: string): RetentionState;
  /** Prunes a workspace once nobody else does. @param policy - Default: the one that is stated. @throws PlayheadError of {@link pruneSessions}. */
  prune(workspace: string, options: Pick<PruneOptions, 'dryRun' | 'query' | 'by' | 'signal'> & { readonly policy?: RetentionPolicy }): Promise<PruneReport>;
  /** Ends what is under way: what is not removed yet is the next time. */
  close(): Promise<void>;
}

/** What {@link createRetentionKeeper} works with. */
export interface RetentionRoom {
  readonly options: RetentionOptions;
  readonly storageOf: (workspace: string) => SessionStorage;
  /** Lets go of what this process has of a session that is gone. */
  readonly forget: (workspace: string, sessionId: string) => void;
  /** Waits until nobody else needs the process. */
  readonly pause: (signal: AbortSignal) => Promise<unknown>;
  readonly report: (error: unknown) => void;
}

const HOUR_MS = 3_600_000;
const FIRST_MS = 5000;
/** Who is named for removals that nobody asked for. */
const SCHEDULE = 'schedule';

/** Makes one; it begins by itself. */
export function createRetentionKeeper({ options, storageOf, forget, pause, report }: RetentionRoom): RetentionKeeper {
  const { policyOf, workspaces = () => [], finish, isUnsent, firstMs = FIRST_MS, everyMs = HOUR_MS } = options;
  const stop = new AbortController();
  const queue = createSerialQueue();
  const states = new Map<string, RetentionState>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let nextRunAt: number | undefined;

  const prune: RetentionKeeper['prune'] = (workspace, { policy, dryRun = false, query = {}, by, signal }) => queue.run(async () => {
    if (!dryRun) await finish?.(workspace);
    const ends = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    const storage = storageOf(workspace);
    return pruneSessions(storage, policy ?? policyOf(workspace).policy, {
      dryRun, query, signal: ends, pause: () => pause(ends), onRemoved: ({ sessionId }) => forget(workspace, sessionId), ...(isUnsent && { isUnsent: (sessionId: string) => isUnsent(workspace, sessionId, storage) }), ...(by !== undefined && { by }),
    });
  });
  const run = async (workspace: string): Promise<void> => {
    const lastRunAt = Date.now() * 1000;
    try {
      const { problem } = policyOf(workspace);
      const { removed, removedBytes, failed } = await prune(workspace, { by: SCHEDULE });
      const wrong = problem ?? failed[0]?.message;
      states.set(workspace, { lastRunAt, removed: removed.length, removedBytes, ...(wrong !== undefined && { problem: wrong }) });
    } catch (error) {
      if (stop.signal.aborted) return;
      states.set(workspace, { lastRunAt, removed: 0, removedBytes: 0, problem: error instanceof Error ? error.message : String(error) });
      report(error);
    }
  };
  const schedule = (inMs: number): void => {
    if (stop.signal.aborted) return;
    nextRunAt = Math.trunc((Date.now() + inMs) * 1000);
    timer = setTimeout(() => {
      void (async () => {
        for (const workspace of new Set([DEFAULT_WORKSPACE, ...workspaces()])) if (!stop.signal.aborted) await run(workspace);
        schedule(everyMs * (0.9 + Math.random() * 0.2)); // many servers of one disk do not all look at once
      })();
    }, inMs);
    timer.unref?.();
  };
  schedule(firstMs);
  return {
    stateOf: (workspace) => ({ removed: 0, removedBytes: 0, ...states.get(workspace), ...(nextRunAt !== undefined && { nextRunAt }) }),
    prune,
    async close() {
      stop.abort();
      clearTimeout(timer);
      await queue.idle();
    },
  };
}
