import type { LocatedReviewThread, ReviewAnchor } from '@playhead/protocol';
import type { ReplayEvent, SessionModel, Turn } from '../model/types.ts';
import { firstIndexFrom, lastIndexAt } from '../replay/places.ts';
import { createEventFinder, type EventFinder } from './find-events.ts';
import { createLineFinder, type LineFinder } from './find-lines.ts';

/** Where in a session an anchor leads. */
export interface AnchorPlace {
  readonly state: LocatedReviewThread['state'];
  /** The event to go to; absent when the session has none that is near. */
  readonly eventId?: string;
  readonly turnId?: string;
  readonly stepId?: string;
  /** The number of a line now, when it moved. */
  readonly line?: number;
  /** Of a stretch of time: where it is now, in microseconds since the Unix epoch. */
  readonly range?: { readonly from: number; readonly to: number };
}

/** Finds what anchors of one session lead to. */
export type AnchorLocator = (anchor: ReviewAnchor) => AnchorPlace;

/** Finds what many anchors lead to, in their order, in each model of a session. */
export type AnchorsLocator = (model: SessionModel) => readonly AnchorPlace[];

/**
 * Makes what finds the thing that a note is about in a session, also after it was recorded or imported again under other ids. What
 * the session no longer has is `outdated`, and leads to what happened at that time.
 *
 * @example
 * ```ts
 * const locate = createAnchorLocator(model);
 * const { state, eventId } = locate(thread.anchor);
 * ```
 */
export function createAnchorLocator(model: SessionModel): AnchorLocator {
  return (anchor) => createAnchorsLocator([anchor])(model)[0] ?? { state: 'outdated' };
}

/**
 * {@link createAnchorLocator} for many notes at once: give it each new model of a session that grows, and it looks at what is new only.
 *
 * @example
 * ```ts
 * const { threads } = projectReview(annotations);
 * const locate = createAnchorsLocator(threads.map((each) => each.anchor));
 * const lost = locate(model).filter(({ state }) => state === 'outdated');
 * ```
 */
export function createAnchorsLocator(anchors: readonly ReviewAnchor[]): AnchorsLocator {
  const [events, lines] = [createEventFinder(anchors), createLineFinder()];
  let last: { readonly model: SessionModel; readonly places: readonly AnchorPlace[] } | undefined;
  return (model) => {
    if (last?.model === model) return last.places;
    const turns = turnsOf(model);
    const before = last?.places;
    const places = anchors.map((anchor, index) => kept(placeOf(model, turns, events, lines, anchor), before?.[index]));
    last = { model, places: before && places.every((place, index) => place === before[index]) ? before : places };
    return last.places;
  };
}

/** The place as it was, where it is the same one. */
function kept(place: AnchorPlace, before: AnchorPlace | undefined): AnchorPlace {
  const same = before && place.state === before.state && place.eventId === before.eventId && place.turnId === before.turnId && place.stepId === before.stepId
    && place.line === before.line && place.range?.from === before.range?.from && place.range?.to === before.range?.to;
  return same ? before : place;
}

type Turns = () => ReadonlyMap<string, Turn>;

/** Turns by id, once somebody asks. */
function turnsOf({ turns }: SessionModel): Turns {
  let found: ReadonlyMap<string, Turn> | undefined;
  return () => (found ??= new Map(turns.map((turn) => [turn.id, turn])));
}

function placeOf(model: SessionModel, turns: Turns, events: EventFinder, lines: LineFinder, anchor: ReviewAnchor): AnchorPlace {
  const event = anchor.on === 'session' ? undefined : events(anchor, model.events);
  switch (anchor.on) {
    case 'session': return { state: 'found' };
    case 'turn': return placeOfTurn(model, turns(), event, anchor);
    case 'event': return event ? { state: 'found', ...placeOfEvent(event) } : { state: 'outdated', ...nearest(model, anchor.at) };
    case 'range': return placeOfRange(model, events, event, anchor);
    case 'line': return lines(model, anchor, event) ?? { state: 'outdated', ...(event ? placeOfEvent(event) : nearest(model, anchor.at)) };
  }
}

function placeOfTurn(model: SessionModel, turns: ReadonlyMap<string, Turn>, prompt: ReplayEvent | undefined, anchor: ReviewAnchor): AnchorPlace {
  const turn = (anchor.turn === undefined ? undefined : turns.get(anchor.turn)) ?? (prompt?.turnId === undefined ? undefined : turns.get(prompt.turnId)) ?? turnByPrompt(model, anchor);
  if (!turn) return { state: 'outdated', ...nearest(model, anchor.at) };
  const first = turn.eventIds[0];
  return { state: 'found', turnId: turn.id, ...(first !== undefined && { eventId: prompt?.turnId === turn.id ? prompt.id : first }) };
}

/** The turn whose prompt begins with the quoted text; of several the one nearest in time. */
function turnByPrompt({ turns }: SessionModel, { quote, at = 0 }: ReviewAnchor): Turn | undefined {
  if (quote === undefined) return undefined;
  const alike = turns.filter(({ prompt }) => typeof prompt?.text === 'string' && prompt.text.startsWith(quote));
  return alike.sort((a, b) => Math.abs(a.startedAt - at) - Math.abs(b.startedAt - at))[0];
}

function placeOfRange(model: SessionModel, events: EventFinder, first: ReplayEvent | undefined, anchor: ReviewAnchor): AnchorPlace {
  const { at = 0, until = 0, untilEventId, untilKey } = anchor;
  const last = events({ on: 'event', ...(untilEventId !== undefined && { eventId: untilEventId }), ...(untilKey !== undefined && { key: untilKey }) }, model.events);
  // An import may know other times: then the stretch goes from its first event to its last.
  const inPlace = (event: ReplayEvent | undefined): boolean => event === undefined || (event.record.at >= at && event.record.at <= until);
  const [from, to] = inPlace(first) && inPlace(last) ? [at, until] : [Math.min(first?.record.at ?? at, last?.record.at ?? until), Math.max(first?.record.at ?? at, last?.record.at ?? until)];
  const next = model.events[firstIndexFrom(model.events, from)];
  const inside = first ?? (next && next.record.at <= to ? next : undefined);
  return inside ? { state: 'found', ...placeOfEvent(inside), range: { from, to } } : { state: 'outdated', ...nearest(model, at) };
}

function placeOfEvent({ id, turnId, stepId }: ReplayEvent): Omit<AnchorPlace, 'state'> {
  return { eventId: id, ...(turnId !== undefined && { turnId }), ...(stepId !== undefined && { stepId }) };
}

/** What happened last at that time. */
function nearest({ events }: SessionModel, at: number | undefined): Omit<AnchorPlace, 'state'> {
  const event = at === undefined ? undefined : events[lastIndexAt(events, at)];
  return event ? placeOfEvent(event) : {};
}
