import { isJsonObject, PlayheadError } from '@playhead/protocol';
import type { RetentionPolicy } from './types.ts';

const KEYS = ['maxCount', 'maxAgeDays', 'maxBytes'] as const;

/**
 * Checks a policy that comes from outside, such as from a settings file. One with a key that is not known is refused: it may have meant to
 * keep something.
 *
 * @param what - What it is, for the message.
 * @throws PlayheadError `invalid_settings`.
 *
 * @example
 * ```ts
 * const policy = parseRetentionPolicy({ maxAgeDays: 90 }, 'retention in settings.json');
 * ```
 */
export function parseRetentionPolicy(value: unknown, what = 'The retention policy'): RetentionPolicy {
  const refuse = (why: string): never => {
    throw new PlayheadError('invalid_settings', `${what} ${why}, so nothing is removed by it. It may hold maxCount, maxAgeDays and maxBytes, each a number from 0.`);
  };
  if (!isJsonObject(value)) return refuse('is not an object');
  const unknown = Object.keys(value).find((key) => !KEYS.some((known) => known === key));
  if (unknown !== undefined) return refuse(`has a key that is not known, ${JSON.stringify(unknown.slice(0, 40))}`);
  for (const key of KEYS) {
    const limit = value[key];
    if (limit === undefined) continue;
    const fits = typeof limit === 'number' && limit >= 0 && limit <= Number.MAX_SAFE_INTEGER && (key === 'maxAgeDays' || Number.isInteger(limit));
    if (!fits) return refuse(`has a ${key} that is no ${key === 'maxAgeDays' ? '' : 'whole '}number from 0`);
  }
  return value; // every key was looked at
}

/** Whether a policy sets any limit. */
export function hasLimit({ maxCount, maxAgeDays, maxBytes }: RetentionPolicy): boolean {
  return maxCount !== undefined || maxAgeDays !== undefined || maxBytes !== undefined;
}
