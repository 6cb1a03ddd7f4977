import { isPlayheadError, PlayheadError } from '@playhead/protocol';

const NAME = 'indexeddb';

/** There is no IndexedDB here, or it may not be used. */
export function noDatabase(cause?: unknown): PlayheadError {
  return new PlayheadError('storage_unavailable', `The ${NAME} storage cannot be opened: this page may not keep data, as in some private windows, or this is no browser. Nothing is stored. Use another storage, or allow the site to keep data.`, { cause });
}

/** It did not open in time. */
export function notOpened(blocked: boolean): PlayheadError {
  return new PlayheadError('storage_unavailable', blocked
    ? `The ${NAME} storage cannot be opened while another tab holds an older version of it, so nothing was read or written. Close or reload the other tabs of this site.`
    : `The ${NAME} storage did not open in time, so nothing was read or written. Try again; if it stays so, reload the page.`);
}

/** A later version of Playhead has changed the database. */
export function newerDatabase(cause: unknown): PlayheadError {
  return new PlayheadError('storage_unavailable', `The ${NAME} storage was made by a newer version of Playhead than this page runs, so nothing was read or written. Reload the page.`, { cause });
}

/** It is not open, so that nothing can be done at once. */
export function notOpenYet(cause?: unknown): PlayheadError {
  return new PlayheadError('storage_unavailable', `The ${NAME} storage is not open, so nothing was handed over. Await append instead.`, { cause });
}

/** Whether a browser refused something because there is no room. */
export function isQuotaError(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}

/** What a browser's refusal is to the caller of a storage. */
export function storageFailure(error: unknown): PlayheadError {
  if (isPlayheadError(error)) return error;
  if (isQuotaError(error)) return new PlayheadError('storage_full', `The browser gives the ${NAME} storage no more room, so the change was not stored. Delete sessions, or upload them so that they can make room.`, { cause: error });
  return new PlayheadError('storage_unavailable', `The browser did not carry out a change or read of the ${NAME} storage, so nothing was changed. Try again; if it stays so, reload the page.`, { cause: error });
}
