import type { BlobStorage, DerivedStorage } from '@playhead/protocol';
import { checkDerivedName } from '../common/checks.ts';
import { blobNotFound } from '../common/failures.ts';
import { writableLog } from './add-lines.ts';
import type { Database } from './database.ts';

/** Values by their hashes, each stored once for all sessions. */
export function createBlobs(database: Database, name: string): BlobStorage {
  return {
    async put(sessionId, bytes) {
      const copy = bytes.slice(); // its owner may change it, and a view would be stored with all that is around it
      const digest = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', copy));
      const blob = `sha256-${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
      await database.write(['logs', 'blobs', 'blobUses'], async (tx) => {
        await writableLog(tx, sessionId, name);
        const blobs = tx.objectStore('blobs');
        if ((await blobs.getKey(blob)) === undefined) void blobs.put({ blob, bytes: copy });
        void tx.objectStore('blobUses').put({ blob, sessionId });
      });
      return blob;
    },
    async get(sessionId, blob, range) {
      const bytes = await database.read(['blobs', 'blobUses'], async (tx) => {
        const isUsed = (await tx.objectStore('blobUses').getKey([blob, sessionId])) !== undefined;
        return isUsed ? (await tx.objectStore('blobs').get(blob))?.bytes : undefined;
      });
      if (!bytes) throw blobNotFound(sessionId);
      return range ? bytes.slice(Math.max(0, range.start), Math.max(0, range.end)) : bytes;
    },
  };
}

/** Values that can be made again. */
export function createDerived(database: Database, name: string): DerivedStorage {
  return {
    async get(sessionId, key, version) {
      checkDerivedName(key, version);
      return database.read(['derived'], async (tx) => (await tx.objectStore('derived').get([sessionId, key, version]))?.bytes);
    },
    async put(sessionId, key, version, bytes) {
      const copy = bytes.slice();
      await database.write(['logs', 'derived'], async (tx) => {
        await writableLog(tx, sessionId, name);
        checkDerivedName(key, version);
        void tx.objectStore('derived').put({ sessionId, name: key, version, bytes: copy });
      });
    },
  };
}
