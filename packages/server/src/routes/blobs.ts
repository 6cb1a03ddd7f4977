import { PlayheadError } from '@playhead/protocol';
import { bodyResponse } from '../http/responses.ts';
import { findSession } from '../http/session-id.ts';
import type { RouteCall } from './route.ts';

/** A large value, whole or the range that `Range` names. Never shown inline. */
export async function blobRoute({ request, parameters: { id = '', blob = '' }, context: { storage } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  if (!/^sha256-[0-9a-f]{64}$/.test(blob)) {
    throw new PlayheadError('blob_not_found', 'A value is named sha256- and 64 hexadecimal digits; this address names none. Take the name from the record.');
  }
  const bytes = await storage.blobs.get(sessionId, blob);
  const headers = {
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-disposition': 'attachment',
    'content-security-policy': "default-src 'none'; sandbox",
  };
  const range = rangeOf(request.headers.get('range'), bytes.byteLength);
  if (range === undefined) return bodyResponse(copyOf(bytes), 'application/octet-stream', { headers });
  const total = bytes.byteLength;
  if (range === 'unsatisfiable') return bodyResponse(null, 'application/octet-stream', { status: 416, headers: { ...headers, 'content-range': `bytes */${total}` } });
  const { start, end } = range;
  return bodyResponse(copyOf(bytes.subarray(start, end)), 'application/octet-stream', { status: 206, headers: { ...headers, 'content-range': `bytes ${start}-${end - 1}/${total}` } });
}

/** A storage may hand out shared memory; a response may not hold it. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** One range of bytes, its end exclusive. Undefined where the whole is meant: no range, several, or another unit. */
function rangeOf(header: string | null, total: number): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, first = '', last = ''] = match;
  const start = first === '' ? Math.max(0, total - Number(last)) : Number(first);
  const end = first === '' || last === '' ? total : Math.min(total, Number(last) + 1);
  return start < end ? { start, end } : 'unsatisfiable';
}
