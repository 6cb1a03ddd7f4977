import type { RecordGuard } from './record-guard.ts';

/** What stands before everything that is written, or loads it. */
export type Guarding = RecordGuard | (() => Promise<RecordGuard>);

/** The guard of a queue, there or still to come. */
export interface QueueGuard {
  /** Undefined until it is loaded. */
  readonly current: RecordGuard | undefined;
  /** Loads it, as a page does. @throws What loading it rejects with; the next call tries again. */
  loaded(): RecordGuard | Promise<RecordGuard>;
  /** Takes another one from now on. */
  replace(next: Guarding): void;
}

/**
 * Makes the guard of a queue.
 *
 * @param put - Told of a guard as soon as it is there: what waits goes past it at once, before what is recorded later, since pieces of a stream must keep their order.
 */
export function createQueueGuard(guarding: Guarding, put: (guard: RecordGuard) => void): QueueGuard {
  let wanted = guarding;
  let current = typeof guarding === 'function' ? undefined : guarding;
  const take = (guard: RecordGuard): RecordGuard => {
    current = guard;
    put(guard);
    return guard;
  };
  const load = async (): Promise<RecordGuard> => {
    for (;;) {
      if (current) return current;
      const asked = wanted;
      const guard = typeof asked === 'function' ? await asked() : asked;
      if (!current && wanted === asked) return take(guard); // else somebody else loaded one, or another is wanted by now
    }
  };
  return {
    get current() { return current; },
    loaded: () => current ?? load(),
    replace(next) {
      current = undefined;
      wanted = next;
      if (typeof next !== 'function') take(next);
    },
  };
}
