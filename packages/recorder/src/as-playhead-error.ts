import { isPlayheadError, PlayheadError } from '@playhead/protocol';

/** Any failure as the one error class, for `onError`. */
export function asPlayheadError(error: unknown): PlayheadError {
  if (isPlayheadError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PlayheadError('storage_unavailable', `The storage failed (${message}). The events are kept and tried again.`, { cause: error });
}
