import { PlayheadError } from '@playhead/protocol';

/** @throws PlayheadError `aborted`. */
export function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw uploadAborted();
}

/**
 * Waits for a promise, but no longer than a signal allows: a storage that does not answer must not hold its caller.
 *
 * @throws PlayheadError `aborted`, and what the promise rejects with.
 */
export async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise;
  let give: (() => void) | undefined;
  const given = new Promise<never>((_, reject) => {
    give = () => reject(uploadAborted());
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
  promise.catch(() => {}); // whoever gave up does not hear of it any more
  try {
    return await Promise.race([promise, given]);
  } finally {
    if (give) signal.removeEventListener('abort', give);
  }
}

function uploadAborted(): PlayheadError {
  return new PlayheadError('aborted', 'Sending was cancelled. What was not acknowledged is kept here and is sent the next time.');
}
