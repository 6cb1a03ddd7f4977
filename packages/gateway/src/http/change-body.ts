import type { Readable } from 'node:stream';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { BodyChange } from './exchange-changes.ts';

/** A body that another one takes the place of. */
export interface ChangedBody {
  readonly from: Readable;
  readonly change: BodyChange;
  /** Its content encoding; it is handed on without one. */
  readonly encoding: string | undefined;
  /** Whether all of it came. */
  readonly isWhole: () => boolean;
  /** Takes the other body. */
  readonly give: (body: Buffer) => void;
  /** Called where it was cut. */
  readonly onCut: () => void;
  /** Called where there is no other body, with the reason. */
  readonly onRefused: (reason: string) => void;
}

/** What is changed is small: metadata and forms. */
const MOST_BYTES = 1024 * 1024;
const UNPACK: Readonly<Record<string, (body: Buffer, options: { maxOutputLength: number }) => Buffer>> = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync };

/** Reads a body whole and makes another one of it. One that is cut, too large, or that the change throws at is handed on to nobody. */
export function changeBody({ from, change, encoding = 'identity', isWhole, give, onCut, onRefused }: ChangedBody): void {
  const pieces: Buffer[] = [];
  let size = 0;
  from.on('data', (bytes: Buffer) => {
    size += bytes.length;
    if (size <= MOST_BYTES) pieces.push(bytes);
  });
  from.once('error', onCut).once('end', () => {
    if (!isWhole()) return onCut();
    if (size > MOST_BYTES) return onRefused('it is too long to be changed');
    try {
      const body = Buffer.concat(pieces);
      const unpack = UNPACK[encoding.toLowerCase()];
      give(change(unpack ? unpack(body, { maxOutputLength: MOST_BYTES }) : body));
    } catch (error) {
      onRefused(error instanceof Error ? error.message : 'it cannot be changed');
    }
  });
}
