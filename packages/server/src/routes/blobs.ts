import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { PlayheadError } from '@playhead/protocol';
import { readBytes } from '../http/body.ts';
import { bytesResponse } from '../http/ranges.ts';
import { findSession } from '../http/session-id.ts';
import type { RouteCall } from './route.ts';

const NAME = /^sha256-[0-9a-f]{64}$/;

/** A large value, whole or a range of it. */
export async function blobRoute({ request, parameters: { id = '', blob = '' }, context: { storage } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  if (!NAME.test(blob)) {
    throw new PlayheadError('blob_not_found', 'A value is named sha256- and 64 hexadecimal digits; this address names none. Take the name from the record.');
  }
  return bytesResponse(request, await storage.blobs.get(sessionId, blob), 'private, max-age=31536000, immutable');
}

/** Stores a large value under the hash that the address says. Its sender has taken out what must not be stored. */
export async function putBlob({ request, parameters: { id = '', blob = '' }, context: { storage } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  const bytes = await readBytes(request);
  if (!NAME.test(blob) || blob !== `sha256-${await digestOf(bytes)}`) {
    throw new PlayheadError('invalid_payload', 'The bytes are not those that the address names, so nothing was stored. Name a value sha256- and the hexadecimal SHA-256 of its bytes.');
  }
  await storage.blobs.put(sessionId, bytes);
  return new Response(null, { status: 204 });
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // The runtime's own is a hundred times faster, where there is one.
  const native = globalThis.crypto?.subtle;
  return bytesToHex(native ? new Uint8Array(await native.digest('SHA-256', bytes)) : sha256(bytes));
}
