import { createHash, type Hash } from 'node:crypto';

/** One line, without its line feed; of one that is too long to keep its length and hash. */
export type SplitLine = { readonly line: Buffer } | { readonly bytes: number; readonly digest: string };

/** Cuts bytes at line feeds, however they were read. */
export interface LineSplitter {
  /** Takes what was read next. @returns The lines that ended in it; blank ones are left out. */
  push(bytes: Uint8Array): readonly SplitLine[];
  /** Forgets the line that has begun, up to its end: bytes of it are missing. */
  skip(): void;
  /** Gives what has no line feed at its end. */
  flush(): readonly SplitLine[];
}

const LINE_FEED = 10;
/** The recorder keeps values of up to 16 MiB; what comes around them is small. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Makes a splitter.
 *
 * @param options.mostBytes - The longest line that is kept. Default 32 MiB.
 */
export function createLineSplitter(options: { readonly mostBytes?: number } = {}): LineSplitter {
  const { mostBytes = MOST_BYTES } = options;
  let parts: Buffer[] = [];
  let size = 0;
  let hash: Hash | undefined;
  let isSkipping = false;

  const add = (part: Buffer): void => {
    if (isSkipping || part.length === 0) return;
    size += part.length;
    if (hash) hash.update(part);
    else parts.push(part);
    if (hash || size <= mostBytes) return;
    hash = createHash('sha256');
    for (const one of parts) hash.update(one);
    parts = [];
  };
  const finish = (): readonly SplitLine[] => {
    const found: SplitLine[] = [];
    if (hash) found.push({ bytes: size, digest: `sha256-${hash.digest('hex')}` });
    else if (size > 0) found.push({ line: parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, size) });
    parts = [];
    size = 0;
    hash = undefined;
    isSkipping = false;
    return found;
  };

  return {
    push(bytes) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const found: SplitLine[] = [];
      let from = 0;
      for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
        add(chunk.subarray(from, end));
        found.push(...finish());
        from = end + 1;
      }
      add(chunk.subarray(from));
      return found;
    },
    skip() {
      finish();
      isSkipping = true;
    },
    flush: finish,
  };
}
