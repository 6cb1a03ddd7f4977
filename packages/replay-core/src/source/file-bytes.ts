import { isPlayheadError, PlayheadError } from '@playhead/protocol';
import { memberOf } from './archive-member.ts';

/** A file that is read in slices: one of the user's machine, or one of a web server. */
export interface ByteFile {
  readonly size: number;
  readonly name?: string;
  slice(start: number, end: number): Pick<Blob, 'arrayBuffer' | 'text'>;
}

/** The name of a file for messages. */
export function nameOfFile({ name = '' }: ByteFile): string {
  return name === '' ? 'The file' : `“${name.slice(0, 100)}”`;
}

/** A piece of a file, unpacked. */
export interface FilePiece {
  readonly bytes: Uint8Array;
  /** Packed bytes before `bytes` that could not be unpacked. */
  readonly lost: number;
  /** How many bytes of the file itself have been read. */
  readonly readBytes: number;
}

/** How a file is read. */
export interface ReadFileOptions {
  /** How many bytes are asked for at a time. */
  readonly sliceBytes: number;
  readonly signal: AbortSignal;
}

const NOTHING = new Uint8Array(0);

/**
 * Reads a file slice by slice, never as a whole, and unpacks gzip on the way. What cannot be unpacked is told as lost; of an archive of
 * blocks only the block is.
 *
 * @throws PlayheadError `storage_unavailable` when the file cannot be read.
 */
export async function* plainBytes(file: ByteFile, { sliceBytes, signal }: ReadFileOptions): AsyncGenerator<FilePiece> {
  if (!(await isPacked(file))) {
    for (let at = 0; at < file.size && !signal.aborted; at += sliceBytes) {
      yield { bytes: await bytesOf(file, at, at + sliceBytes), lost: 0, readBytes: Math.min(file.size, at + sliceBytes) };
    }
    return;
  }
  for (let at = 0; at < file.size && !signal.aborted; ) {
    const member = memberOf(await bytesOf(file, at, at + 32));
    if (member === 'index') return;
    const end = Math.min(file.size, at + (member ?? file.size));
    let readBytes = at;
    try {
      for await (const bytes of unpack(file, at, end, sliceBytes, (place) => { readBytes = place; })) yield { bytes, lost: 0, readBytes };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      yield { bytes: NOTHING, lost: end - at, readBytes: end };
    }
    at = end;
  }
}

/** Whether a file is gzip. */
export async function isPacked(file: ByteFile): Promise<boolean> {
  const head = await bytesOf(file, 0, 2);
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** Unpacks a stretch of a file. Rejects with a TypeError where it is not gzip to its end. */
async function* unpack(file: ByteFile, from: number, to: number, sliceBytes: number, onRead: (place: number) => void): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  const reader = readable.getReader();
  const feeding = (async () => {
    for (let at = from; at < to; at += sliceBytes) {
      const end = Math.min(to, at + sliceBytes);
      await writer.write(await bytesOf(file, at, end));
      onRead(end);
    }
    await writer.close();
  })();
  feeding.catch((error: unknown) => writer.abort(error).catch(() => undefined)); // the reader hears of it
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    await feeding;
  } catch (error) {
    throw error instanceof PlayheadError ? error : new TypeError('Not gzip.', { cause: error });
  } finally {
    await reader.cancel().catch(() => undefined);
    await writer.abort().catch(() => undefined);
  }
}

async function bytesOf(file: ByteFile, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(from, to).arrayBuffer());
  } catch (cause) {
    if (isPlayheadError(cause)) throw cause;
    throw new PlayheadError('storage_unavailable', `${nameOfFile(file)} cannot be read: it was moved, or it changed since it was chosen. Choose it again.`, { cause });
  }
}
