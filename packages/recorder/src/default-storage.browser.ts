import { PlayheadError, type SessionStorage } from '@playhead/protocol';

/** There is no default storage in a browser. */
export function loadDefaultStorage(): Promise<SessionStorage> {
  return Promise.reject(new PlayheadError(
    'storage_unavailable',
    'A browser has no default storage. Make a recorder: createRecorder({ storage }).',
  ));
}
