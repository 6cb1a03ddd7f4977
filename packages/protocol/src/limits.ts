import type { JsonObject } from './json.ts';

/** How large what is recorded may be. Sizes are bytes of UTF-8. */
export interface RecordLimits {
  /** One record's line, its large values already in blobs. */
  readonly eventBytes: number;
  /** How deeply objects and lists stand in each other. */
  readonly depth: number;
  /** Keys of objects and items of lists in one record, all together. */
  readonly keys: number;
  /** One value beside the log. */
  readonly blobBytes: number;
  /** The lines of one session that one process writes. */
  readonly sessionBytes: number;
}

/**
 * The limits at every door, unless a host sets others: 16 MiB, 64 levels and 200,000 keys an event, 64 MiB a blob, 16 GiB a session.
 *
 * @example
 * ```ts
 * const limits = { ...defaultLimits, eventBytes: 1024 * 1024 };
 * ```
 */
export const defaultLimits: RecordLimits = {
  eventBytes: 16 * 1024 * 1024,
  depth: 64,
  keys: 200_000,
  blobBytes: 64 * 1024 * 1024,
  sessionBytes: 16 * 1024 * 1024 * 1024,
};

/** Which limit a value is over, or `opaque`: something in it says itself what it is in JSON (`toJSON`), so that nobody can look into it as it stands. */
export type LimitFault = 'depth' | 'keys' | 'opaque';

/**
 * Whether a value stands deeper or has more keys than a record may, or is none that JSON gave. Never exhausts the stack and
 * looks at no more than `limits.keys` keys, whatever it is given; cycles count as deep.
 *
 * @example
 * ```ts
 * if (limitFault(data, defaultLimits) === 'depth') refuse();
 * ```
 */
export function limitFault(value: unknown, limits: Pick<RecordLimits, 'depth' | 'keys'>): LimitFault | undefined {
  return visit(value, 1, { depth: limits.depth, left: limits.keys });
}

/** @param rest - What may still come: levels in all, and keys. */
function visit(value: unknown, depth: number, rest: { readonly depth: number; left: number }): LimitFault | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > rest.depth) return 'depth';
  if ('toJSON' in value && typeof value.toJSON === 'function') return 'opaque';
  if (Array.isArray(value)) {
    rest.left -= value.length;
    for (let index = 0; index < value.length && rest.left >= 0; index += 1) {
      const fault = visit(value[index], depth + 1, rest);
      if (fault) return fault;
    }
  } else {
    for (const key in value) { // without a list of its own: this runs for every event
      rest.left -= 1;
      if (rest.left < 0) break;
      const inner = (value as JsonObject)[key]; // a key of this very object
      const fault = typeof inner === 'object' ? visit(inner, depth + 1, rest) : undefined;
      if (fault) return fault;
    }
  }
  return rest.left < 0 ? 'keys' : undefined;
}
