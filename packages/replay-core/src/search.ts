import { type BlobRef, isBlobRef, isJsonObject, type JsonValue, type SessionRecord } from '@playhead/protocol';
import { describeRecord } from './model/describe.ts';
import type { ReplayEvent, SessionModel } from './model/types.ts';

/** How much text of one event is searched, in characters. */
const SEARCHED = 20_000;

/**
 * Finds events by text in their title, summary and data, ignoring case. Of large values only the
 * beginning is searched.
 *
 * @returns Ids of the events, in display order; none for a blank query.
 *
 * @example
 * ```ts
 * search(model, 'npm test').length;
 * ```
 */
export function search(model: Pick<SessionModel, 'events'>, query: string): readonly string[] {
  const matches = matcherOf(query);
  return matches ? model.events.filter(matches).map(({ id }) => id) : [];
}

/**
 * What tells whether a record has a text, by the rules of {@link search}; undefined for a blank query.
 *
 * @example
 * ```ts
 * const matches = recordMatcher('npm test');
 * const found = records.filter((record) => matches?.(record));
 * ```
 */
export function recordMatcher(query: string): ((record: SessionRecord) => boolean) | undefined {
  const matches = matcherOf(query);
  return matches && ((record) => matches({ ...describeRecord(record), record }));
}

/** What tells whether an event has a text; `undefined` for a blank query. */
export function matcherOf(query: string): ((event: Pick<ReplayEvent, 'title' | 'summary' | 'record'>) => boolean) | undefined {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return undefined;
  return ({ title, summary, record }) => title.toLowerCase().includes(wanted) || summary.toLowerCase().includes(wanted)
    || textsOf(record.data, SEARCHED).join('\n').toLowerCase().includes(wanted);
}

/** The texts inside a value, breadth first, up to a number of characters. */
function textsOf(value: JsonValue | BlobRef, limit: number): readonly string[] {
  const texts: string[] = [];
  const queue: (JsonValue | BlobRef | undefined)[] = [value];
  let left = limit;
  for (let next = 0; next < queue.length && left > 0 && next < limit; next += 1) {
    const item = queue[next];
    if (typeof item === 'string') {
      texts.push(item.slice(0, left));
      left -= item.length;
    } else if (isBlobRef(item)) queue.push(item.preview);
    else if (Array.isArray(item)) queue.push(...item.slice(0, limit));
    else if (isJsonObject(item)) queue.push(...Object.values(item).slice(0, limit));
  }
  return texts;
}
