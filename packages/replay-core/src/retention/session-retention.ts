import { RETENTION_TYPES, type Annotation } from '@playhead/protocol';
import { annotationsInOrder } from '../review/annotations-in-order.ts';
import type { AnnotationDraft } from '../review/review-annotations.ts';
import type { SessionRetention } from './types.ts';

const LONGEST = 1000;
const DAY_US = 86_400_000_000;
/** A hundred years. */
const MOST_DAYS = 36_500;

/**
 * What people said of how long a session is kept: of several words the latest counts, whatever order they come in. What agents say of it
 * counts for nothing.
 *
 * @example
 * ```ts
 * const { pinned } = sessionRetentionOf(await storage.annotations(sessionId));
 * ```
 */
export function sessionRetentionOf(annotations: readonly Annotation[]): SessionRetention {
  // Of most sessions nobody said anything.
  const said = annotationsInOrder(annotations.filter(({ type, by }) => by !== 'agent' && RETENTION_TYPES.includes(type)));
  const pin = said.findLast(({ type }) => type === 'pin');
  const own = said.findLast(({ type }) => type === 'retention')?.data;
  const reason = pin?.data['reason'];
  const [keepUntil, keepDays] = [own?.['keepUntil'], own?.['keepDays']];
  return {
    ...(pin?.data['set'] === true && { pinned: { author: pin.author, at: pin.at, ...(typeof reason === 'string' && reason !== '' && { reason: reason.slice(0, LONGEST) }) } }),
    ...(isMoment(keepUntil) ? { keepUntil } : isDays(keepDays) && { keepDays }),
  };
}

/**
 * Pins a session, so that no rule removes it, or takes the pin away: an annotation without id, time and author.
 *
 * @param reason - Why, for who comes later. Default: nothing is said.
 *
 * @example
 * ```ts
 * await storage.annotate(sessionId, createAnnotator()('ada', pinSession(true, 'For the report')));
 * ```
 */
export function pinSession(set: boolean, reason?: string): AnnotationDraft {
  const said = reason?.trim().slice(0, LONGEST);
  return { type: 'pin', data: { set, ...(said && { reason: said }) } };
}

/**
 * Gives a session a retention of its own, or with `{}` takes it away: an annotation without id, time and author.
 *
 * @param retention - Until when it is kept, or for how many days after its last record.
 * @throws RangeError for what is neither.
 *
 * @example
 * ```ts
 * await storage.annotate(sessionId, createAnnotator()('ada', retainSession({ keepDays: 7 })));
 * ```
 */
export function retainSession({ keepUntil, keepDays }: Pick<SessionRetention, 'keepUntil' | 'keepDays'>): AnnotationDraft {
  if ((keepUntil !== undefined && !isMoment(keepUntil)) || (keepDays !== undefined && !isDays(keepDays))) throw new RangeError(`keepUntil is microseconds since the Unix epoch, and keepDays up to ${MOST_DAYS} days.`);
  return { type: 'retention', data: { ...(keepUntil !== undefined && { keepUntil }), ...(keepDays !== undefined && { keepDays }) } };
}

/**
 * When the retention of its own ends that a session has: microseconds since the Unix epoch.
 *
 * @param updatedAt - When its last record happened.
 */
export function ownEnd({ keepUntil, keepDays }: SessionRetention, updatedAt: number): number | undefined {
  return keepUntil ?? (keepDays === undefined ? undefined : updatedAt + Math.round(keepDays * DAY_US));
}

function isMoment(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isDays(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MOST_DAYS;
}
