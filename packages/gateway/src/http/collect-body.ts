import { createHash, type Hash } from 'node:crypto';

/** A body that is read whole: its bytes, or of one that is too long to keep its length and hash. */
export type CollectedBody = { readonly bytes: Buffer } | { readonly length: number; readonly digest: string };

/** Puts the pieces of a body together. */
export interface BodyCollector {
  push(bytes: Buffer): void;
  end(): CollectedBody;
}

/** As long as a message over standard input and output. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Makes a collector.
 *
 * @param options.mostBytes - The longest body that is kept. Default 32 MiB.
 */
export function createBodyCollector({ mostBytes = MOST_BYTES }: { readonly mostBytes?: number } = {}): BodyCollector {
  let pieces: Buffer[] = [];
  let size = 0;
  let hash: Hash | undefined;
  return {
    push(bytes) {
      size += bytes.length;
      if (!hash) pieces.push(bytes);
      if (!hash && size > mostBytes) {
        hash = createHash('sha256');
        for (const piece of pieces) hash.update(piece);
        pieces = [];
      } else hash?.update(bytes);
    },
    end: () => (hash ? { length: size, digest: `sha256-${hash.digest('hex')}` } : { bytes: Buffer.concat(pieces, size) }),
  };
}
