import type { TextValue } from '@playhead/protocol';
import { isLarge } from '../../elements/text-value.ts';
import type { FeedRow } from '../feed.ts';

/** What the event of a row, or the first of its details, of one of these types tells. */
export function dataOf({ event, details }: FeedRow, ...types: readonly string[]): Readonly<Record<string, unknown>> {
  return [event, ...details].find(({ record }) => types.includes(record.type))?.record.data ?? {};
}

/** A recorded value where it is a text with something in it. */
export function textIn(value: unknown): TextValue | undefined {
  return (typeof value === 'string' && value !== '') || isLarge(value as TextValue) ? (value as TextValue) : undefined; // a text by these checks
}
