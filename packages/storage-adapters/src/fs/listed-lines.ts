import { isUuid } from '@playhead/protocol';

// One line of a file of listed values: ["<id>","<printable text>"], or ["<id>",64,"<base64>"] for what is no such text.
// A session whose value is gone: [0,"<id>"].

const ID_START = 2;
const ID_LENGTH = 36;
const TEXT_START = ID_START + ID_LENGTH + 3;
const BASE64_START = TEXT_START + 3;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What a line says at first sight. */
export type ListedLine = { readonly gone: string } | { readonly sessionId: string };

/** Writes a line. */
export function encodeListed(sessionId: string, bytes: Uint8Array): string {
  const copy = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isPlain(bytes) ? `["${sessionId}","${copy.toString('latin1')}"]` : `["${sessionId}",64,"${copy.toString('base64')}"]`;
}

/** Reads what a line says; undefined for one that was cut off. */
export function decodeListed(block: Buffer, start: number, stop: number): ListedLine | undefined {
  if (stop - start < TEXT_START || block[start] !== 0x5b || block[stop - 1] !== 0x5d) return undefined;
  const isGone = block[start + 1] === 0x30;
  const id = isGone ? block.toString('latin1', start + 4, stop - 2) : block[start + 1] === QUOTE && block[stop - 2] === QUOTE ? listedIdAt(block, start) : '';
  if (!isUuid(id)) return undefined;
  return isGone ? { gone: id } : { sessionId: id };
}

/** The session that a line speaks of, without looking at the rest. */
export function listedIdAt(block: Buffer, start: number): string {
  return block.toString('latin1', start + ID_START, start + ID_START + ID_LENGTH);
}

/** The value in a line that was read whole; undefined when it was overwritten since. */
export function listedValue(line: Buffer, sessionId: string): Uint8Array | undefined {
  if (line[line.length - 1] !== 0x5d || listedIdAt(line, 0) !== sessionId) return undefined;
  if (line[TEXT_START - 1] === QUOTE) return line.subarray(TEXT_START, line.length - 2);
  return Uint8Array.from(Buffer.from(line.toString('latin1', BASE64_START, line.length - 2), 'base64'));
}

function isPlain(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte < 0x20 || byte > 0x7e || byte === QUOTE || byte === BACKSLASH) return false;
  return true;
}
