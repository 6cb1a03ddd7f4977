import type { SessionStorage } from '@playhead/protocol';

/** Loads the storage of the default recorder: files below `PLAYHEAD_HOME` or the user's data directory. */
export async function loadDefaultStorage(): Promise<SessionStorage> {
  const { fsStorage } = await import('@playhead/storage-adapters/fs');
  return fsStorage();
}
