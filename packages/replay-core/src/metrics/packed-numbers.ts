// Whole numbers from 0 as digits of five bits, the lowest first, each but the last with the sixth bit set: the alphabet of base64url. Small numbers,
// which most are, take one character, and reading a million of them takes a tenth of what parsing JSON does.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const MORE = 32;
/** No distribution has more: what says so was damaged. */
const MOST_PAIRS = 200;
/** What may stand in a text as it is; anything else is written by its code. */
const SPECIAL = /[^\w./:@+ -]/g;

/** Writes numbers and texts one after the other. Internal. */
export interface PackedWriter {
  number(value: number): void;
  text(value: string): void;
  /** What another one wrote, after its length, so that it can be passed over. */
  section(write: (writer: PackedWriter) => void): void;
  /** What was written so far. */
  value(): string;
}

/** Reads what a {@link PackedWriter} wrote. Internal. */
export interface PackedReader {
  readonly bytes: Uint8Array;
  /** Where it stands; may be set, to pass over what is not needed. */
  at: number;
  number(): number;
  /** Moves behind a text. @returns Where it begins. */
  passText(): number;
}

/** Begins with nothing. */
export function createPackedWriter(): PackedWriter {
  let written = '';
  const number = (value: number): void => {
    let rest = Number.isFinite(value) && value > 0 ? Math.min(Math.round(value), Number.MAX_SAFE_INTEGER) : 0;
    for (; rest >= MORE; rest = Math.floor(rest / MORE)) written += ALPHABET[MORE + (rest % MORE)] ?? '';
    written += ALPHABET[rest] ?? '';
  };
  return {
    number,
    text(value) {
      const raw = value.replaceAll(SPECIAL, (character) => `%${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
      number(raw.length);
      written += raw;
    },
    section(write) {
      const own = createPackedWriter();
      write(own);
      number(own.value().length);
      written += own.value();
    },
    value: () => written,
  };
}

/** Begins at the start of what was written. What ends too early reads as zeros. */
export function createPackedReader(bytes: Uint8Array): PackedReader {
  return new BytesReader(bytes);
}

/** A class, since there are many of them and all are alike. */
class BytesReader implements PackedReader {
  readonly bytes: Uint8Array;
  at = 0;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= MORE) {
      const digit = DIGITS[this.bytes[this.at] ?? 0] ?? 0;
      this.at += 1;
      if (digit < MORE) return value + digit * scale;
      value += (digit - MORE) * scale;
    }
  }
  passText(): number {
    const length = this.number();
    const from = this.at;
    this.at = Math.min(from + length, this.bytes.length);
    return from;
  }
}

/** Tells texts apart by their bytes, and gives each a number from 0: there are millions of them, and few different ones. Internal. */
export interface PackedNames {
  /** The number of the text between two places. */
  number(bytes: Uint8Array, from: number, to: number): number;
  text(number: number): string;
}

/** Knows none yet. */
export function createPackedNames(): PackedNames {
  const texts: string[] = [];
  const written: Uint8Array[] = [];
  const byHash = new Map<number, number[]>();
  return {
    number(bytes, from, to) {
      let hash = to - from;
      for (let at = from; at < to; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
      const alike = byHash.get(hash);
      for (const number of alike ?? []) if (isSame(written[number] ?? bytes, bytes, from, to)) return number;
      const own = bytes.slice(from, to);
      texts.push(textOf(own));
      if (alike) alike.push(written.length);
      else byHash.set(hash, [written.length]);
      return written.push(own) - 1;
    },
    text: (number) => texts[number] ?? '',
  };
}

function isSame(own: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (own.length !== to - from) return false;
  for (let index = 0; index < own.length; index += 1) if (own[index] !== bytes[from + index]) return false;
  return true;
}

/** How many pairs of numbers follow. */
export function pairsIn(from: PackedReader): number {
  return Math.min(from.number(), MOST_PAIRS);
}

/** The text that these bytes are. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replaceAll(/%([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

const DIGITS: Uint8Array = /* @__PURE__ */ digitsOf();

function digitsOf(): Uint8Array {
  const digits = new Uint8Array(256);
  for (let index = 0; index < ALPHABET.length; index += 1) digits[ALPHABET.charCodeAt(index)] = index;
  return digits;
}
