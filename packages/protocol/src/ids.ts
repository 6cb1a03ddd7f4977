const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Makes a source of uuidv7 ids that never go backwards, also within one millisecond and when the
 * clock is set back.
 *
 * @param options.now - The clock, in milliseconds since the Unix epoch. Default `Date.now`.
 * @param options.random - Fills bytes with randomness. Default `crypto.getRandomValues`.
 *
 * @example
 * ```ts
 * const nextId = createIdSource();
 * nextId(); // '01937d1e-…'
 * ```
 */
export function createIdSource(options: { now?: () => number; random?: (bytes: Uint8Array<ArrayBuffer>) => void } = {}): () => string {
  const { now = Date.now, random = (bytes) => void globalThis.crypto.getRandomValues(bytes) } = options;
  const pool = new Uint8Array(8192);
  let used = pool.length;
  let last = 0;
  let counter = 0;
  let prefix = '';
  let prefixOf = -1;
  return () => {
    const time = now();
    if (time > last) { last = time; counter = 0; } else if (counter++ >= 0xfff) { last += 1; counter = 0; }
    if (used + 8 > pool.length) { random(pool); used = 0; }
    const byte = (index: number): string => HEX[pool[used + index]!]!; // inside the pool by the check above
    if (prefixOf !== last) {
      const clock = last.toString(16).padStart(12, '0');
      prefix = `${clock.slice(0, 8)}-${clock.slice(8)}-7`;
      prefixOf = last;
    }
    const variant = HEX[(pool[used]! & 0x3f) | 0x80]!; // inside the pool by the check above
    const id = `${prefix}${counter.toString(16).padStart(3, '0')}-${variant}${byte(1)}-${byte(2)}${byte(3)}${byte(4)}${byte(5)}${byte(6)}${byte(7)}`;
    used += 8;
    return id;
  };
}

/** Whether a text is a uuid of any version, in lower case. Session ids are checked with this before they touch a path. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}
