import type { Duplex } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Decompress } from 'fzstd';
import { largestZstdWindow } from './zstd-windows.ts';

/** Takes a content encoding off a body, piece by piece. */
export interface BodyUnpacker {
  /** Takes a piece. Settles once what is in it was given. Never rejects. */
  push(bytes: Buffer): Promise<void>;
  /** Takes that nothing more comes. Settles once everything was given. Never rejects. */
  end(): Promise<void>;
}

/** Where an unpacked body goes. */
export interface UnpackTarget {
  readonly onBytes: (bytes: Buffer) => void;
  /** Called once, in words; nothing is given afterwards. */
  readonly onProblem: (problem: string) => void;
}

/** Texts are packed to a twentieth; what becomes so many times as large is made to fill memories. */
const MOST_TIMES = 200;
/** Below, nobody asks how small it was. */
const FREE_BYTES = 8 * 1024 * 1024;
/** What is read at the end only. */
const MOST_PACKED_BYTES = 32 * 1024 * 1024;
/** RFC 9659: over HTTP nothing needs more. */
const MOST_WINDOW_BYTES = 8 * 1024 * 1024;

const STREAMS: Readonly<Record<string, () => Duplex>> = { gzip: () => createGunzip(), 'x-gzip': () => createGunzip(), deflate: () => createInflate(), br: () => createBrotliDecompress() };

/**
 * Makes an unpacker for a content encoding: gzip, deflate, br or zstd.
 *
 * @returns undefined for a body that is not packed.
 */
export function createBodyUnpacker(encoding: string | undefined, target: UnpackTarget): BodyUnpacker | undefined {
  const name = (encoding ?? '').trim().toLowerCase();
  if (name === '' || name === 'identity') return undefined;
  let packed = 0;
  let unpacked = 0;
  let isOver = false;
  const fail = (problem: string): void => {
    if (!isOver) target.onProblem(problem);
    isOver = true;
  };
  const give = (bytes: Uint8Array): void => {
    unpacked += bytes.length;
    if (unpacked > FREE_BYTES && unpacked > packed * MOST_TIMES) fail(`it becomes more than ${MOST_TIMES} times as large when it is unpacked`);
    if (!isOver) target.onBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  };
  const count = ({ length }: Buffer): void => { packed += length; };

  const stream = Object.hasOwn(STREAMS, name) ? STREAMS[name]?.() : undefined;
  if (stream) return unpackStream(stream, { give, fail, count, isOver: () => isOver });
  if (name === 'zstd') return unpackZstd({ give, fail, count, isOver: () => isOver });
  fail(`its encoding ${name.slice(0, 40)} is not known here`);
  return { push: async () => {}, end: async () => {} };
}

interface Unpacking {
  readonly give: (bytes: Uint8Array) => void;
  readonly fail: (problem: string) => void;
  readonly count: (bytes: Buffer) => void;
  readonly isOver: () => boolean;
}

function unpackStream(stream: Duplex, { give, fail, count, isOver }: Unpacking): BodyUnpacker {
  const ended = new Promise<void>((resolve) => { stream.once('close', resolve); });
  stream.on('data', (bytes: Buffer) => {
    give(bytes);
    if (isOver()) stream.destroy();
  }).on('error', ({ message }) => fail(`it cannot be unpacked: ${message}`));
  return {
    push(bytes) {
      count(bytes);
      if (stream.destroyed) return ended;
      return Promise.race([ended, new Promise<void>((resolve) => { stream.write(bytes, () => resolve()); })]); // one that fails forgets to answer
    },
    end() {
      if (!stream.destroyed) stream.end();
      return ended;
    },
  };
}

/** Read whole, since only then its needs are known. */
function unpackZstd({ give, fail, count, isOver }: Unpacking): BodyUnpacker {
  const pieces: Buffer[] = [];
  let size = 0;
  return {
    async push(bytes) {
      count(bytes);
      size += bytes.length;
      if (size > MOST_PACKED_BYTES) fail('it is too long to be unpacked');
      if (isOver()) pieces.length = 0;
      else pieces.push(bytes);
    },
    async end() {
      if (isOver() || size === 0) return;
      const body = Buffer.concat(pieces);
      if (largestZstdWindow(body) > MOST_WINDOW_BYTES) return fail('it cannot be unpacked: it is no Zstandard as it is used here, or asks for too much memory');
      try {
        new Decompress((bytes) => {
          give(bytes);
          if (isOver()) throw new Error('enough');
        }).push(body, true);
      } catch (error) {
        fail(`it cannot be unpacked: ${error instanceof Error ? error.message : ''}`);
      }
    },
  };
}
