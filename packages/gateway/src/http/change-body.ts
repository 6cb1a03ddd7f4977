import type { Readable, Writable } from 'node:stream';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { BodyChange } from './exchange-changes.ts';

/** A body that another one takes the place of. */
export interface ChangedBody {
  readonly from: Readable;
  readonly to: Writable;
  readonly change: BodyChange;
  /** Its content encoding; it is handed on without one. */
  readonly encoding: string | undefined;
  readonly isWhole: () => boolean;
  readonly onCut: () => void;
  readonly onPassed: () => void;
}

/** What is changed is small: metadata and forms. */
const MOST_BYTES = 1024 * 1024;
const UNPACK: Readonly<Record<string, (body: Buffer, options: { maxOutputLength: number }) => Buffer>> = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync };

/** Reads a body whole and hands another one on. One that is too large, cut or packed in an unknown way is handed on to nobody. */
export function changeBody({ from, to, change, encoding = 'identity', isWhole, onCut, onPassed }: ChangedBody): void {
  const pieces: Buffer[] = [];
  let size = 0;
  from.on('data', (bytes: Buffer) => {
    size += bytes.length;
    if (size > MOST_BYTES) to.destroy();
    else pieces.push(bytes);
  });
  const cut = (): void => {
    onCut();
    to.destroy();
  };
  from.on('error', cut).once('end', () => {
    if (to.destroyed) return;
    if (!isWhole()) return cut();
    try {
      const body = Buffer.concat(pieces);
      const unpack = UNPACK[encoding.toLowerCase()];
      to.end(change(unpack ? unpack(body, { maxOutputLength: MOST_BYTES }) : body));
      onPassed();
    } catch {
      to.destroy();
    }
  });
  to.on('error', () => {});
}
