import type { SessionStorage } from '@playhead/protocol';

/** Loads the storage of the default recorder: the origin's IndexedDB. */
export async function loadDefaultStorage(): Promise<SessionStorage> {
  const { indexedDBStorage } = await import('@playhead/storage-adapters/indexeddb');
  return indexedDBStorage();
}
