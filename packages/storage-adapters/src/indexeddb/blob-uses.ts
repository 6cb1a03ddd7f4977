import type { Writing } from './schema.ts';

/** Ends a session's use of values, and removes those that no other session uses. */
export async function removeUnusedBlobs(tx: Writing, sessionId: string, blobs: Iterable<string>): Promise<void> {
  const uses = tx.objectStore('blobUses');
  for (const blob of blobs) {
    await uses.delete([blob, sessionId]);
    if ((await uses.count(IDBKeyRange.bound([blob], [blob, []]))) === 0) void tx.objectStore('blobs').delete(blob);
  }
}
