import type { BlobStorage, DerivedStorage } from '@playhead/protocol';
import { checkDerivedName } from '../common/checks.ts';
import { blobNotFound } from '../common/failures.ts';
import type { MemorySessions } from './sessions.ts';

/** Blobs in memory. */
export function createMemoryBlobs(sessions: MemorySessions): BlobStorage {
  return {
    async put(sessionId, bytes) {
      sessions.writable(sessionId);
      const copy = bytes.slice();
      const digest = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', copy));
      const blob = `sha256-${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
      sessions.writable(sessionId).blobs.set(blob, copy); // it may be gone meanwhile
      return blob;
    },
    async get(sessionId, blob, range) {
      const bytes = sessions.find(sessionId)?.blobs.get(blob);
      if (!bytes) throw blobNotFound(sessionId);
      return range ? bytes.slice(Math.max(0, range.start), Math.max(0, range.end)) : bytes.slice();
    },
  };
}

/** Derived values in memory. */
export function createMemoryDerived(sessions: MemorySessions): DerivedStorage {
  return {
    async get(sessionId, name, version) {
      const session = sessions.find(sessionId);
      checkDerivedName(name, version);
      return session?.derived.get(`${name}.${version}`)?.slice();
    },
    async put(sessionId, name, version, bytes) {
      const { derived } = sessions.writable(sessionId);
      checkDerivedName(name, version);
      derived.set(`${name}.${version}`, bytes.slice());
    },
  };
}
