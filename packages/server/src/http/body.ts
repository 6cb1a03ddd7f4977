import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { PlayheadError } from '@playhead/protocol';
import { bodyReader } from './inflate.ts';

/** The most a request may hold: 64 MiB. */
export const BODY_LIMIT_BYTES: number = 64 * 1024 * 1024;

/** How much of a refused body is still read, so that its sender hears the answer. */
const DRAIN_BYTES = 512 * 1024 * 1024;

/** How much of the beginning of a refused body is looked at. */
const PREFIX_BYTES = 64 * 1024;

/** What is known of a body that is too large to be kept. */
export interface LargeBody {
  /** Its first characters. */
  readonly prefix: string;
  /** How long it is, or how much of it was read before that was given up. */
  readonly bytes: number;
  /** `sha256-<hex>` of these bytes. */
  readonly digest: string;
}

/**
 * Reads a request's body as UTF-8. One beyond the limit is read to its end, so that its sender hears the answer, but not kept.
 *
 * @param limit - In bytes, of the unpacked body. Default {@link BODY_LIMIT_BYTES}.
 */
export async function readBody(request: Request, limit: number = BODY_LIMIT_BYTES): Promise<string | LargeBody> {
  const body = await readChunks(request, limit, request.headers.get('content-encoding'));
  return Array.isArray(body) ? textOf(body) : body;
}

/**
 * Reads a request's body.
 *
 * @param limit - In bytes, of the unpacked body. Default {@link BODY_LIMIT_BYTES}.
 * @throws PlayheadError `payload_too_large` beyond the limit.
 */
export function readBytes(request: Request, limit: number = BODY_LIMIT_BYTES): Promise<Uint8Array<ArrayBuffer>> {
  return wholeOf(request, request.headers.get('content-encoding'), limit);
}

/**
 * Reads a request's body as it came, packed.
 *
 * @throws PlayheadError `payload_too_large` beyond {@link BODY_LIMIT_BYTES}.
 */
export function readPacked(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  return wholeOf(request, null, BODY_LIMIT_BYTES);
}

async function wholeOf(request: Request, encoding: string | null, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const body = await readChunks(request, limit, encoding);
  if (!Array.isArray(body)) throw tooLarge(body, limit);
  const bytes = new Uint8Array(body.reduce((size, chunk) => size + chunk.byteLength, 0));
  let place = 0;
  for (const chunk of body) {
    bytes.set(chunk, place);
    place += chunk.byteLength;
  }
  return bytes;
}

async function readChunks(request: Request, limit: number, encoding: string | null): Promise<Uint8Array[] | LargeBody> {
  if (!request.body) return [];
  const reader = bodyReader(request.body, encoding);
  let chunks: Uint8Array[] = [];
  let size = 0;
  let large: { readonly hash: ReturnType<typeof sha256.create>; readonly prefix: string } | undefined;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.byteLength;
    chunks.push(step.value);
    if (size <= limit) continue;
    large ??= { hash: sha256.create(), prefix: textOf(chunks).slice(0, PREFIX_BYTES) };
    for (const chunk of chunks) large.hash.update(chunk);
    chunks = [];
    if (size <= DRAIN_BYTES && encoding === null) continue;
    await reader.giveUp(); // what is packed is not unpacked any further: a small body must not cost much
    break;
  }
  return large ? { prefix: large.prefix, bytes: size, digest: `sha256-${bytesToHex(large.hash.digest())}` } : chunks;
}

/**
 * Reads a request's body as UTF-8.
 *
 * @param request - The request.
 * @param limit - In bytes. Default {@link BODY_LIMIT_BYTES}.
 * @throws PlayheadError `payload_too_large` beyond the limit.
 */
export async function readText(request: Request, limit: number = BODY_LIMIT_BYTES): Promise<string> {
  const body = await readBody(request, limit);
  if (typeof body === 'string') return body;
  throw tooLarge(body, limit);
}

/**
 * Reads a request's body as JSON.
 *
 * @param request - The request.
 * @param limit - In bytes. Default {@link BODY_LIMIT_BYTES}.
 * @throws PlayheadError `payload_too_large` beyond the limit, `invalid_payload` when it is no JSON.
 */
export async function readJson(request: Request, limit: number = BODY_LIMIT_BYTES): Promise<unknown> {
  const text = await readText(request, limit);
  try {
    return JSON.parse(text);
  } catch {
    // Without the cause, which quotes the payload.
    throw new PlayheadError('invalid_payload', 'The body is not JSON, so nothing was done. Check what sends it.');
  }
}

function tooLarge({ bytes }: LargeBody, limit: number): PlayheadError {
  return new PlayheadError('payload_too_large', `The request holds ${bytes} bytes or more; the limit is ${limit}. Nothing of it was stored. Send it in smaller parts.`);
}

function textOf(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
}
