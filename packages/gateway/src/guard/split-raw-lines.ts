import { createHash, type Hash } from 'node:crypto';

/** What a splitter finds: a line with its line feed, or a piece of one that is too long to be kept whole. */
export type RawPiece =
  | { readonly kind: 'line'; readonly bytes: Buffer }
  | { readonly kind: 'long'; readonly bytes: Buffer; /** Its length and hash, with its last piece. */ readonly whole?: { readonly bytes: number; readonly digest: string } };

/** Cuts bytes after line feeds, and loses none of them. */
export interface RawSplitter {
  push(bytes: Buffer): readonly RawPiece[];
  /** Gives what has no line feed at its end. */
  flush(): readonly RawPiece[];
}

const LINE_FEED = 10;

/**
 * Makes a splitter whose pieces are, one after the other, the bytes that it was given.
 *
 * @param mostBytes - The longest line that is kept.
 */
export function createRawSplitter(mostBytes: number): RawSplitter {
  let parts: Buffer[] = [];
  let size = 0;
  let hash: Hash | undefined;

  const add = (part: Buffer, ends: boolean): readonly RawPiece[] => {
    parts.push(part);
    size += part.length;
    if (!hash && size <= mostBytes && !ends) return [];
    const bytes = parts.length === 1 ? part : Buffer.concat(parts);
    parts = [];
    if (!hash && size <= mostBytes) {
      size = 0;
      return [{ kind: 'line', bytes }];
    }
    hash ??= createHash('sha256');
    hash.update(bytes);
    if (!ends) return [{ kind: 'long', bytes }];
    const whole = { bytes: size, digest: `sha256-${hash.digest('hex')}` };
    hash = undefined;
    size = 0;
    return [{ kind: 'long', bytes, whole }];
  };

  return {
    push(bytes) {
      const found: RawPiece[] = [];
      let from = 0;
      for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, from)) {
        found.push(...add(bytes.subarray(from, end + 1), true));
        from = end + 1;
      }
      if (from < bytes.length) found.push(...add(Buffer.from(bytes.subarray(from)), false)); // what waits must not keep the whole room it was read into
      return found;
    },
    flush: () => (size > 0 ? add(Buffer.alloc(0), true) : []),
  };
}
