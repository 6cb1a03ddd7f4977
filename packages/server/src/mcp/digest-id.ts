import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** The same id for the same words: in the form of one, which redaction leaves alone. */
export function digestId(words: readonly string[]): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(words)))).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
