import { PlayheadError } from '@playhead/protocol';

/** No session has this id. */
export function sessionNotFound(sessionId: string, storage: string): PlayheadError {
  return new PlayheadError('session_not_found', `There is no session ${sessionId} in the ${storage} storage, so nothing was read or written. List the sessions to see which exist.`);
}

/** The content of the session was removed. */
export function sessionDropped(sessionId: string): PlayheadError {
  return new PlayheadError('session_dropped', `The content of session ${sessionId} was removed for good, so nothing was added to it. Record to a new session.`);
}

/** No blob has this name. The name is not repeated: it comes from a recording. */
export function blobNotFound(sessionId: string): PlayheadError {
  return new PlayheadError('blob_not_found', `Session ${sessionId} names a value that the storage does not hold, so only its preview can be shown. Copy the blobs together with the log.`);
}

/** The storage was closed before the call. */
export function storageClosed(storage: string): PlayheadError {
  return new PlayheadError('storage_closed', `The ${storage} storage is closed, so the call did nothing. Create a new storage to go on.`);
}

/** The caller gave up. */
export function aborted(): PlayheadError {
  return new PlayheadError('aborted', 'The read was cancelled before it reached the end of the log. Read again from the last cursor to go on.');
}

/** A cursor that no storage of this kind gave out. */
export function invalidCursor(): PlayheadError {
  return new PlayheadError('usage', 'The cursor is not one that this storage gave out, so nothing was read. Start again from the beginning.');
}
