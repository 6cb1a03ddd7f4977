import type { ReviewAnchor } from '@playhead/protocol';
import { itemsOf } from '../model/list-view.ts';
import type { ReplayEvent } from '../model/types.ts';
import { firstIndexFrom } from '../replay/places.ts';
import { quoteOfEvent } from './make-anchor.ts';

/** The event that an anchor names, among events in display order; `undefined` when none is. */
export type EventFinder = (anchor: ReviewAnchor, events: readonly ReplayEvent[]) => ReplayEvent | undefined;

/** What events are known by, as far as somebody asks for it. */
interface Names {
  readonly byId: Map<string, ReplayEvent | undefined>;
  readonly byKey: Map<string, ReplayEvent | undefined>;
  readonly byCall: Map<string, ReplayEvent | undefined>;
  readonly byQuote: Map<string, ReplayEvent[]>;
}

/**
 * Finds the events that anchors name: first where they were, by their time, then by id, source key, call and what they say. Of a list
 * that grows, only new events are looked at, and none as long as everything is where it was.
 *
 * @param anchors - Those that will be asked for.
 */
export function createEventFinder(anchors: readonly ReviewAnchor[]): EventFinder {
  let names = wantedBy(anchors);
  let seen: readonly ReplayEvent[] = [];
  const learn = (events: readonly ReplayEvent[]): Names => {
    if (events === seen) return names;
    const grown = events.length >= seen.length && events[seen.length - 1]?.id === seen.at(-1)?.id;
    if (!grown) names = wantedBy(anchors);
    const items = itemsOf(events);
    for (let index = grown ? seen.length : 0; index < events.length; index += 1) {
      const event = items[index];
      if (event) learnOf(event, names);
    }
    seen = events;
    return names;
  };
  return (anchor, events) => inPlace(anchor, events) ?? named(anchor, () => learn(events));
}

/** Room for the names that anchors know things by. */
function wantedBy(anchors: readonly ReviewAnchor[]): Names {
  const room = (names: readonly (string | undefined)[]): Map<string, undefined> => new Map(names.flatMap((name) => (name === undefined ? [] : [[name, undefined] as const])));
  return {
    byId: room(anchors.flatMap(({ eventId, untilEventId }) => [eventId, untilEventId])),
    byKey: room(anchors.flatMap(({ key, untilKey }) => [key, untilKey])),
    byCall: room(anchors.map(({ call }) => call)),
    byQuote: new Map(anchors.flatMap(({ on, quote }) => (on === 'event' && quote !== undefined ? [[quote, []] as const] : []))),
  };
}

function learnOf(event: ReplayEvent, { byId, byKey, byCall, byQuote }: Names): void {
  const { key, call } = event.record;
  if (byId.has(event.id)) byId.set(event.id, event);
  if (key !== undefined && byKey.has(key) && !byKey.get(key)) byKey.set(key, event);
  if (call !== undefined && byCall.has(call) && !byCall.get(call)) byCall.set(call, event);
  const quote = byQuote.size > 0 ? quoteOfEvent(event) : undefined;
  if (quote !== undefined) byQuote.get(quote)?.push(event);
}

/** The event at the anchor's time, where it is the one that is meant: so it is in the recording that the anchor was made in. */
function inPlace(anchor: ReviewAnchor, events: readonly ReplayEvent[]): ReplayEvent | undefined {
  const { at, eventId } = anchor;
  if (at === undefined || eventId === undefined) return undefined;
  const from = firstIndexFrom(events, at);
  for (let index = from; index < events.length; index += 1) {
    const event = events[index];
    if (!event || (index > from && event.record.at > at)) return undefined;
    if (event.id === eventId && !isAnother(event, anchor)) return event;
  }
  return undefined;
}

function named(anchor: ReviewAnchor, names: () => Names): ReplayEvent | undefined {
  const { on, eventId, key, call, quote, at = 0 } = anchor;
  if (eventId === undefined && key === undefined && call === undefined && (on !== 'event' || quote === undefined)) return undefined;
  const { byId, byKey, byCall, byQuote } = names();
  const own = eventId === undefined ? undefined : byId.get(eventId);
  const found = (own && !isAnother(own, anchor) ? own : undefined) ?? (key === undefined ? undefined : byKey.get(key)) ?? (call === undefined ? undefined : byCall.get(call));
  if (found || on !== 'event' || quote === undefined) return found;
  const distance = (event: ReplayEvent): number => Math.abs(event.record.at - at);
  const [first, ...others] = byQuote.get(quote) ?? [];
  return first && others.reduce((best, each) => (distance(each) < distance(best) ? each : best), first);
}

/** Whether an event has the id that is looked for, but is not what had it: a source that numbers its events gave it to another one. */
function isAnother({ record }: ReplayEvent, { key }: ReviewAnchor): boolean {
  return key !== undefined && record.key !== undefined && record.key !== key;
}
