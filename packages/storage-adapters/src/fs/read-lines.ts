import type { ByteSource } from './whole-log.ts';

const BLOCK_BYTES = 256 * 1024;
const LINE_FEED = 0x0a;
const REPLACEMENT = '\ufffd';

/** The longest line that is read; a longer one is damage. */
export const MAX_LINE_BYTES: number = 64 * 1024 * 1024;

/** A complete physical line. */
export interface PhysicalLine {
  /** Byte offset of its first byte. */
  readonly start: number;
  /** Byte offset after its line feed. */
  readonly end: number;
  /** Undefined when the line is longer than {@link MAX_LINE_BYTES}. */
  readonly text: string | undefined;
  /** What the text was decoded from, where it is no UTF-8, as after a crash within a character. */
  readonly bytes?: Uint8Array;
}

/**
 * Reads the complete lines of a file between two byte offsets. A last line without its line feed is
 * not written yet and is left out. Holds one block and the line under way.
 *
 * @param enough - Lines that begin here or later are not wanted: little more than what lies before is read. Default `to`.
 */
export async function* readLines(file: ByteSource, from: number, to: number, enough: number = to): AsyncGenerator<PhysicalLine, void, undefined> {
  let parts: Buffer[] = [];
  let pending = 0;
  let start = from;
  for (let position = from; position < to && (position < enough || pending > 0);) {
    const block = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, (position < enough ? Math.min(to, enough) : to) - position));
    const { bytesRead } = await file.read(block, 0, block.length, position);
    if (bytesRead === 0) return;
    let used = 0;
    for (let feed = block.indexOf(LINE_FEED); feed >= 0 && feed < bytesRead; feed = block.indexOf(LINE_FEED, used)) {
      const rest = block.subarray(used, feed);
      pending += rest.length;
      const end = position + feed + 1;
      const bytes = parts.length === 0 || pending > MAX_LINE_BYTES ? rest : Buffer.concat([...parts, rest]);
      const text = pending > MAX_LINE_BYTES ? undefined : bytes.toString('utf8');
      used = feed + 1;
      parts = [];
      pending = 0;
      const line = { start, end, text, ...(text?.includes(REPLACEMENT) && { bytes }) };
      start = end;
      yield line;
    }
    const rest = block.subarray(used, bytesRead);
    pending += rest.length;
    if (pending > MAX_LINE_BYTES) parts = [];
    else if (rest.length > 0) parts.push(rest);
    position += bytesRead;
  }
}
