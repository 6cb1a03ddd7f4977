import type { RetentionPolicy } from '@playhead/replay-core/retention';

/** A policy as people type it; an empty field sets no limit. */
export interface PolicyFields {
  readonly maxCount: string;
  readonly maxAgeDays: string;
  readonly maxGigabytes: string;
}

const GIGABYTE = 1e9;

/** What fields say of a policy. */
export function fieldsOf({ maxCount, maxAgeDays, maxBytes }: RetentionPolicy): PolicyFields {
  return { maxCount: text(maxCount), maxAgeDays: text(maxAgeDays), maxGigabytes: text(maxBytes === undefined ? undefined : maxBytes / GIGABYTE) };
}

/** The policy that fields say; undefined where one is no limit: what cannot be understood must remove nothing. */
export function policyOf({ maxCount, maxAgeDays, maxGigabytes }: PolicyFields): RetentionPolicy | undefined {
  const [count, days, gigabytes] = [limit(maxCount), limit(maxAgeDays), limit(maxGigabytes)];
  if (count === 'none' || days === 'none' || gigabytes === 'none' || (count !== undefined && !Number.isInteger(count))) return undefined;
  return { ...(count !== undefined && { maxCount: count }), ...(days !== undefined && { maxAgeDays: days }), ...(gigabytes !== undefined && { maxBytes: Math.round(gigabytes * GIGABYTE) }) };
}

function limit(typed: string): number | 'none' | undefined {
  const trimmed = typed.trim();
  if (trimmed === '') return undefined;
  const value = /^\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : NaN;
  return value <= Number.MAX_SAFE_INTEGER / GIGABYTE || (Number.isSafeInteger(value) && value < 1e12) ? value : 'none';
}

function text(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
