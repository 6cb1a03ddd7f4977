import type { ReplayStore } from '@playhead/replay-core';

/** Waits until all that is recorded so far was read. @throws PlayheadError what the source reports, `aborted`. */
export function whenReady(store: ReplayStore, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const look = (): void => {
      const { status, error } = store.getState();
      if (status === 'loading' && !signal.aborted) return;
      stop();
      signal.removeEventListener('abort', look);
      if (status === 'error' && error) fail(error);
      else done();
    };
    const stop = store.subscribe(look);
    signal.addEventListener('abort', look, { once: true });
    look();
  });
}
