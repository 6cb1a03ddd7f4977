import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Hexadecimal digits of SHA-256 that are kept: nobody finds two texts that share so many. */
const LENGTH = 32;

interface Hash {
  update(text: string): { digest(encoding: 'hex'): string };
}

interface Runtime {
  readonly process?: { getBuiltinModule?(name: string): { createHash?(algorithm: string): Hash } | undefined };
}

/** Asked of the runtime and never imported: this runs in pages, too, where nothing hashes at once but JavaScript, at a quarter of the speed. */
const createHash: ((algorithm: string) => Hash) | undefined = (globalThis as Runtime).process?.getBuiltinModule?.('node:crypto')?.createHash;

/** Whether {@link digestOfText} costs no more than to look at each character. */
export const isDigestQuick: boolean = createHash !== undefined;

/**
 * Tells a text from any other, space around it left out, also from one that was made to be taken for it: what two witnesses tell is compared by it
 * where the text itself was left in the log.
 */
export function digestOfText(text: string): string {
  const trimmed = text.trim();
  return (createHash?.('sha256').update(trimmed).digest('hex') ?? bytesToHex(sha256(utf8ToBytes(trimmed)))).slice(0, LENGTH);
}
