import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What a token is for: `ingest` records and reads nothing, `read` watches, `admin` may do everything in its workspace. */
export type TokenKind = 'ingest' | 'read' | 'admin';

/** Every {@link TokenKind}. */
export const TOKEN_KINDS: readonly TokenKind[] = ['ingest', 'read', 'admin'];

/** The workspace of whoever names none. */
export const DEFAULT_WORKSPACE = 'default';

/** What is kept of a token: its secret is not. */
export interface Token {
  /** Its name for `playhead token revoke`: 12 hexadecimal digits. Says nothing about the secret. */
  readonly id: string;
  readonly kind: TokenKind;
  /** The only workspace whose sessions exist for it. */
  readonly workspace: string;
  /** What people call it, such as the machine that it was made for. */
  readonly name: string;
  /** SHA-256 of the secret, in hexadecimal. */
  readonly hash: string;
  /** Microseconds since the Unix epoch. */
  readonly createdAt: number;
  /** From when on it is refused: microseconds since the Unix epoch. Default: never. */
  readonly expiresAt?: number;
  /** The only session that exists for it. Default: all of its workspace. */
  readonly sessionId?: string;
  /** When it was last used, to the minute: microseconds since the Unix epoch. Absent: never. */
  readonly lastUsedAt?: number;
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 256 bits in base 62. */
const SECRET_LENGTH = 43;
/** 32 bits in base 62. */
const CHECKSUM_LENGTH = 6;
const SECRET = new RegExp(`^(playhead_(?:${TOKEN_KINDS.join('|')})_[0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);

/** Makes a secret: `playhead_<kind>_`, 256 random bits and a checksum, in letters and digits. */
export function createSecret(kind: TokenKind): string {
  const text = `playhead_${kind}_${base62(globalThis.crypto.getRandomValues(new Uint8Array(32)), SECRET_LENGTH)}`;
  return text + checksumOf(text);
}

/** Whether a text is whole: one that is mistyped or cut is no secret, and need not be looked for. */
export function isSecret(text: string): boolean {
  const [, body = '', checksum] = SECRET.exec(text) ?? [];
  return checksum !== undefined && checksumOf(body) === checksum;
}

/**
 * What is kept of a secret. A plain hash is enough: nobody can try 2²⁵⁶ secrets, so that a slow one, as passwords need, would
 * only cost every request its time.
 */
export function hashOf(secret: string): string {
  return bytesToHex(sha256(utf8ToBytes(secret)));
}

/** Whether a text may name a workspace. Names become directories: lower case, and none that a system keeps for devices. */
export function isWorkspaceName(text: string): boolean {
  return /^(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(text);
}

function checksumOf(text: string): string {
  return base62(sha256(utf8ToBytes(text)).subarray(0, 4), CHECKSUM_LENGTH);
}

function base62(bytes: Uint8Array, length: number): string {
  let value = BigInt(`0x${bytesToHex(bytes)}`);
  let text = '';
  while (text.length < length) {
    text = DIGITS.charAt(Number(value % 62n)) + text;
    value /= 62n;
  }
  return text;
}
