import { createCipheriv, randomBytes } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** Values that wait on the disk, first in, first out. */
export interface Spool {
  /** How many wait. */
  readonly length: number;
  /** Puts a value behind the others. @returns Whether there was room. */
  push(value: unknown): boolean;
  /** Takes the first one; undefined where none waits. */
  shift(): unknown;
  close(): void;
}

/**
 * Makes a spool: a file without a name, which ends with this process, in a cipher whose key is in its memory alone. What waits there was not redacted yet, so
 * that nobody may read it.
 *
 * @param mostBytes - How many bytes may wait.
 */
export function createSpool(mostBytes: number): Spool {
  const key = randomBytes(32);
  const sizes: { readonly size: number; readonly number: number }[] = [];
  let file: number | undefined;
  let [first, end, number] = [0, 0, 0];

  const open = (): number => {
    const path = join(tmpdir(), `playhead-${randomBytes(12).toString('hex')}`);
    const opened = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    return opened;
  };
  const ciphered = (bytes: Buffer, of: number): Buffer => {
    const start = Buffer.alloc(16);
    start.writeBigUInt64BE(BigInt(of)); // each value has counters of its own
    return createCipheriv('aes-256-ctr', key, start).update(bytes);
  };

  return {
    get length() {
      return sizes.length;
    },
    push(value) {
      const own = number++;
      const bytes = ciphered(serialize(value), own);
      if (end - first + bytes.length > mostBytes) return false;
      try {
        file ??= open();
        for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done, end + done);
      } catch {
        return false; // what was written of it is written over
      }
      sizes.push({ size: bytes.length, number: own });
      end += bytes.length;
      return true;
    },
    shift() {
      const next = sizes.shift();
      if (!next || file === undefined) return undefined;
      const bytes = Buffer.alloc(next.size);
      for (let done = 0; done < next.size;) {
        const read = readSync(file, bytes, done, next.size - done, first + done);
        if (read === 0) break;
        done += read;
      }
      first += next.size;
      if (sizes.length === 0) {
        ftruncateSync(file, 0);
        [first, end] = [0, 0];
      }
      return deserialize(ciphered(bytes, next.number)) as unknown;
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
      sizes.length = 0;
    },
  };
}
