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
  let left = limits.keys;
  const visit = (inner: unknown, depth: number): LimitFault | undefined => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    if (depth > limits.depth) return 'depth';
    if ('toJSON' in inner && typeof inner.toJSON === 'function') return 'opaque';
    if (Array.isArray(inner)) {
      left -= inner.length;
      for (let index = 0; index < inner.length && left >= 0; index += 1) {
        const fault = visit(inner[index], depth + 1);
        if (fault) return fault;
      }
    } else {
      for (const key in inner) { // without a list of its own: this runs for every event
        left -= 1;
        if (left < 0) break;
        const fault = visit((inner as JsonObject)[key], depth + 1); // a key of this very object
        if (fault) return fault;
      }
    }
    return left < 0 ? 'keys' : undefined;
  };
  return visit(value, 1);
}
