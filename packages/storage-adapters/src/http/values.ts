import { isPlayheadError, isUuid, type BlobStorage, type DerivedStorage } from '@playhead/protocol';
import { checkDerivedName, checkSessionId, isBlobName } from '../common/checks.ts';
import { blobNotFound } from '../common/failures.ts';
import type { HttpClient } from './client.ts';
import { assertDone } from './json-answer.ts';

const BYTES = 'application/octet-stream';

/** Blobs of a server. */
export function createHttpBlobs(client: HttpClient, checkOpen: () => void): BlobStorage {
  return {
    async put(sessionId, bytes) {
      checkOpen();
      checkSessionId(sessionId);
      const copy = bytes.slice();
      const blob = `sha256-${hexOf(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', copy)))}`;
      const path = `/${sessionId}/blobs/${blob}`;
      assertDone(await client.call({ method: 'PUT', path, body: { bytes: copy, type: BYTES } }), path);
      return blob;
    },
    async get(sessionId, blob, range) {
      checkOpen();
      if (!isUuid(sessionId) || !isBlobName(blob)) throw blobNotFound(sessionId);
      const start = Math.max(0, range?.start ?? 0);
      const end = Math.max(start, range?.end ?? 0);
      const headers = range && { range: `bytes=${start}-${Math.max(start, end - 1)}` };
      try {
        const { status, bytes } = await client.call({ method: 'GET', path: `/${sessionId}/blobs/${blob}`, ...(headers && { headers }) });
        if (!range) return bytes;
        return status === 206 ? bytes.subarray(0, end - start) : bytes.subarray(start, end); // a server or proxy may send all
      } catch (error) {
        if (isPlayheadError(error, 'session_not_found')) throw blobNotFound(sessionId);
        if (range && error instanceof Error && error.cause instanceof Error && error.cause.message.startsWith('HTTP 416 ')) return new Uint8Array();
        throw error;
      }
    },
  };
}

/** Derived values of a server. */
export function createHttpDerived(client: HttpClient, checkOpen: () => void): DerivedStorage {
  const path = (sessionId: string, name: string): string => `/${sessionId}/derived/${name}`;
  return {
    async get(sessionId, name, version) {
      checkOpen();
      checkDerivedName(name, version);
      if (!isUuid(sessionId)) return undefined;
      try {
        return (await client.call({ method: 'GET', path: path(sessionId, name), query: new URLSearchParams({ version: String(version) }) })).bytes;
      } catch (error) {
        if (isPlayheadError(error, 'not_found') || isPlayheadError(error, 'session_not_found')) return undefined;
        throw error;
      }
    },
    async put(sessionId, name, version, bytes) {
      checkOpen();
      checkSessionId(sessionId);
      checkDerivedName(name, version);
      assertDone(await client.call({ method: 'PUT', path: path(sessionId, name), query: new URLSearchParams({ version: String(version) }), body: { bytes: bytes.slice(), type: BYTES } }), path(sessionId, name));
    },
  };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
