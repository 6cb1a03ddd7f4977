/** A source of texts that look drawn at random and are the same in every run. */
export interface Random {
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
  of(alphabet: string, length: number): string;
  hex(length: number): string;
  digits(length: number): string;
  /** Letters and digits. */
  alnum(length: number): string;
  /** Letters, digits, `_` and `-`. */
  url(length: number): string;
  /** Letters, digits, `+` and `/`. */
  base64(length: number): string;
  upper(length: number): string;
  uuid(): string;
}

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();

/** Draws from a seed: the name of what is drawn. */
export function createRandom(seed: string): Random {
  let state = 0x9e3779b9;
  for (const char of seed) state = Math.imul(state ^ char.charCodeAt(0), 0x85ebca6b) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const of = (alphabet: string, length: number): string => Array.from({ length }, () => alphabet[below(alphabet.length)] ?? '').join('');
  /** Letters of every kind and digits in every draw, as real ones have them, and no `-` or `_` at either end. */
  const mixed = (alphabet: string, length: number): string => {
    for (;;) {
      const text = of(alphabet, length);
      if (length < 8 || (/[0-9]/.test(text) && /[a-zA-Z]/.test(text) && /^[a-zA-Z0-9].*[a-zA-Z0-9]$/.test(text))) return text;
    }
  };
  return {
    below,
    of,
    pick: (items) => items[below(items.length)] as (typeof items)[number], // never empty here
    hex: (length) => mixed(`${DIGITS}abcdef`, length),
    digits: (length) => of('123456789', 1) + of(DIGITS, length - 1),
    alnum: (length) => mixed(LOWER + UPPER + DIGITS, length),
    url: (length) => mixed(`${LOWER}${UPPER}${DIGITS}_-`, length),
    base64: (length) => mixed(`${LOWER}${UPPER}${DIGITS}+/`, length),
    upper: (length) => of(UPPER + DIGITS, length),
    uuid: () => [8, 4, 4, 4, 12].map((length) => of(`${DIGITS}abcdef`, length)).join('-'),
  };
}
