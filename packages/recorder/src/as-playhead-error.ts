import { isPlayheadError, PlayheadError } from '@playhead/protocol';

/** Any failure as the one error class, for `onError`. */
export function asPlayheadError(error: unknown): PlayheadError {
  if (isPlayheadError(error)) return error;
  const message = String((error as Partial<Error> | undefined)?.message ?? error); // anything can be thrown
  return new PlayheadError('storage_unavailable', `The storage failed (${message}). The events are kept and tried again.`, { cause: error });
}
