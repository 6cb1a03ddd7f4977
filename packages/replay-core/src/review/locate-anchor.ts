import type { LocatedReviewThread, ReviewAnchor } from '@playhead/protocol';
import type { FileChange, ReplayEvent, SessionModel, Turn } from '../model/types.ts';
import { placeInHunks } from './place-in-hunks.ts';

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

/**
 * Makes what finds the things that notes are about in a session, also after it was recorded or imported again under other ids. What
 * the session no longer has is `outdated`, and leads to what happened at that time.
 *
 * @example
 * ```ts
 * const locate = createAnchorLocator(model);
 * const { state, eventId } = locate(thread.anchor);
 * ```
 */
export function createAnchorLocator(model: SessionModel): AnchorLocator {
  const names = namesOf(model);
  return (anchor) => {
    switch (anchor.on) {
      case 'session': return { state: 'found' };
      case 'turn': return placeOfTurn(model, names(), anchor);
      case 'event': return placeOfEvent(model, names(), anchor);
      case 'range': return placeOfRange(model, names(), anchor);
      case 'line': return placeOfLine(model, names(), anchor);
    }
  };
}

interface Names {
  readonly byId: ReadonlyMap<string, ReplayEvent>;
  readonly byKey: ReadonlyMap<string, ReplayEvent>;
  readonly byCall: ReadonlyMap<string, ReplayEvent>;
}

/** What events are known by; looked up when the first anchor asks. */
function namesOf({ events }: SessionModel): () => Names {
  let names: Names | undefined;
  return () => {
    if (names) return names;
    const [byId, byKey, byCall] = [new Map<string, ReplayEvent>(), new Map<string, ReplayEvent>(), new Map<string, ReplayEvent>()];
    for (const event of events) {
      byId.set(event.id, event);
      const { key, call } = event.record;
      if (key !== undefined && !byKey.has(key)) byKey.set(key, event);
      if (call !== undefined && !byCall.has(call)) byCall.set(call, event);
    }
    names = { byId, byKey, byCall };
    return names;
  };
}

function eventOf({ byId, byKey, byCall }: Names, { eventId, key, call }: ReviewAnchor): ReplayEvent | undefined {
  return (eventId === undefined ? undefined : byId.get(eventId)) ?? (key === undefined ? undefined : byKey.get(key)) ?? (call === undefined ? undefined : byCall.get(call));
}

function placeOfEvent(model: SessionModel, names: Names, anchor: ReviewAnchor): AnchorPlace {
  const event = eventOf(names, anchor);
  return event ? { state: 'found', ...placeOf(event) } : { state: 'outdated', ...nearest(model, anchor.at) };
}

function placeOfTurn(model: SessionModel, names: Names, anchor: ReviewAnchor): AnchorPlace {
  const prompt = eventOf(names, anchor);
  const id = model.turns.some((turn) => turn.id === anchor.turn) ? anchor.turn : prompt?.turnId ?? turnByPrompt(model, anchor)?.id;
  const turn = model.turns.find((each) => each.id === id);
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

function placeOfRange(model: SessionModel, names: Names, anchor: ReviewAnchor): AnchorPlace {
  const { at = 0, until = 0, untilEventId, untilKey } = anchor;
  const first = eventOf(names, anchor);
  const last = eventOf(names, { on: 'event', ...(untilEventId !== undefined && { eventId: untilEventId }), ...(untilKey !== undefined && { key: untilKey }) });
  // An import may know other times: then the stretch goes from its first event to its last.
  const inPlace = (event: ReplayEvent | undefined): boolean => event === undefined || (event.record.at >= at && event.record.at <= until);
  const [from, to] = inPlace(first) && inPlace(last) ? [at, until] : [Math.min(first?.record.at ?? at, last?.record.at ?? until), Math.max(first?.record.at ?? at, last?.record.at ?? until)];
  const inside = first ?? model.events.find(({ record }) => record.at >= from && record.at <= to);
  return inside ? { state: 'found', ...placeOf(inside), range: { from, to } } : { state: 'outdated', ...nearest(model, at) };
}

function placeOfLine(model: SessionModel, names: Names, anchor: ReviewAnchor): AnchorPlace {
  const changes = model.files.flatMap((file) => (file.path === anchor.path || file.changes.some(({ oldPath }) => oldPath === anchor.path) ? file.changes : []));
  const event = eventOf(names, anchor);
  const own = changes.filter((change) => change.eventId === event?.id || (change.stepId !== undefined && change.stepId === (event?.stepId ?? anchor.call)));
  for (const change of [...own, ...changes.filter((each) => !own.includes(each)).reverse()]) {
    const place = placeInHunks(change.hunks, anchor);
    if (place) return { ...placeOfChange(change), ...(place.line === anchor.line ? { state: 'found' } : { state: 'moved', line: place.line }) };
  }
  // What changed is not at hand while it stands in a value of its own: nothing says that the line is gone.
  const unread = own.find(({ hunks, hunksBlob }) => hunks.length === 0 && hunksBlob !== undefined);
  if (unread) return { state: 'found', ...placeOfChange(unread) };
  const last = own[0] ?? changes.at(-1);
  return last ? { state: 'outdated', ...placeOfChange(last) } : { state: 'outdated', ...(event ? placeOf(event) : nearest(model, anchor.at)) };
}

function placeOfChange({ eventId, stepId }: FileChange): Omit<AnchorPlace, 'state'> {
  return { eventId, ...(stepId !== undefined && { stepId }) };
}

function placeOf({ id, turnId, stepId }: ReplayEvent): Omit<AnchorPlace, 'state'> {
  return { eventId: id, ...(turnId !== undefined && { turnId }), ...(stepId !== undefined && { stepId }) };
}

/** What happened last at that time. */
function nearest({ events }: SessionModel, at: number | undefined): Omit<AnchorPlace, 'state'> {
  const event = at === undefined ? undefined : events.findLast(({ record }) => record.at <= at);
  return event ? placeOf(event) : {};
}
