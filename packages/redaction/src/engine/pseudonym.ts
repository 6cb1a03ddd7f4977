import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { withoutEscapes } from './bare-text.ts';

/** What of a long text goes into its pseudonym, from either end. */
const ENDS = 8192;
const HEX_DIGITS = 6;

/** Makes names for values: the same value has the same name within a workspace. */
export interface Pseudonyms {
  /** `[[GITHUB_TOKEN:7f3a9c]]`. */
  of(kind: string, value: string): string;
  /** `[[TEXT:7f3a9c:~256]]`: also tells the length, as the next power of two. */
  withLength(kind: string, value: string): string;
}

/**
 * Prepares a key of a workspace.
 *
 * @returns Gives names for the values of one event. Those of one event are remembered, as a value often comes more than
 *   once; nothing is remembered from event to event.
 */
export function createPseudonyms(key: Uint8Array): () => Pseudonyms {
  const keyed = hmac.create(sha256, Uint8Array.from(key));
  const digest = (value: string): string => {
    const plain = withoutEscapes(value.length > 2 * ENDS ? `${value.length} ${value.slice(0, ENDS)}${value.slice(-ENDS)}` : value);
    return bytesToHex(keyed.clone().update(utf8ToBytes(plain)).digest().subarray(0, HEX_DIGITS / 2));
  };
  return () => new EventPseudonyms(digest);
}

class EventPseudonyms implements Pseudonyms {
  readonly #digest: (value: string) => string;
  #known: Map<string, string> | undefined;

  constructor(digest: (value: string) => string) {
    this.#digest = digest;
  }

  of(kind: string, value: string): string {
    return `[[${kind}:${this.#remembered(value)}]]`;
  }

  withLength(kind: string, value: string): string {
    return `[[${kind}:${this.#remembered(value)}:~${bucket(value.length)}]]`;
  }

  #remembered(value: string): string {
    this.#known ??= new Map();
    const found = this.#known.get(value) ?? this.#digest(value);
    this.#known.set(value, found);
    return found;
  }
}

/** Stands for what nobody looked at. */
export function unscanned(length: number): string {
  return `[[UNSCANNED:~${bucket(length)}]]`;
}

/** The next power of two: the length of a secret is part of it. */
export function bucket(length: number): number {
  return length <= 1 ? length : 2 ** Math.ceil(Math.log2(length));
}

const MARKER = /\[\[([A-Z][A-Z0-9_]{1,40}):(?:[0-9a-f]{6}|~\d{1,12}|[0-9a-f]{6}:~\d{1,12})\]\]/g;
/** Kinds that come from the engine, not from a rule. */
export const ENGINE_KINDS: readonly string[] = ['TEXT', 'NUMBER', 'UNSCANNED', 'SENSITIVE_SOURCE', 'HOST_RULE'];

/** Where a text has pseudonyms already. What only looks like one, of a kind that nobody knows, is none. */
export function markersIn(text: string, kinds: ReadonlySet<string>): { start: number; end: number }[] {
  if (!text.includes('[[')) return [];
  return [...text.matchAll(MARKER)].flatMap((match) => (kinds.has(match[1] ?? '') ? [{ start: match.index, end: match.index + match[0].length }] : []));
}

/** Whether a text is one pseudonym and nothing else. */
export function isMarker(text: string, kinds: ReadonlySet<string>): boolean {
  const [marker] = markersIn(text.slice(0, 80), kinds);
  return marker !== undefined && marker.start === 0 && marker.end === text.length;
}
