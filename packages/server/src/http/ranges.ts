import { bodyResponse } from './responses.ts';

/**
 * Answers with bytes of a recording, whole or the range that `Range` names. Never shown inline.
 *
 * @param caching - What `Cache-Control` says.
 */
export function bytesResponse(request: Request, bytes: Uint8Array, caching: string): Response {
  const headers = {
    'accept-ranges': 'bytes',
    'cache-control': caching,
    'content-disposition': 'attachment',
    'content-security-policy': "default-src 'none'; sandbox",
  };
  const total = bytes.byteLength;
  const range = rangeOf(request.headers.get('range'), total);
  if (range === undefined) return bodyResponse(copyOf(bytes), 'application/octet-stream', { headers });
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
