import { PlayheadError, type SessionStorage } from '@playhead/protocol';

/** There is no default storage in a browser. */
export function loadDefaultStorage(): Promise<SessionStorage> {
  return Promise.reject(new PlayheadError(
    'storage_unavailable',
    'The default recorder keeps sessions in files, which a browser does not have, so nothing is recorded. Make a recorder with a storage of your choice: createRecorder({ storage }).',
  ));
}
