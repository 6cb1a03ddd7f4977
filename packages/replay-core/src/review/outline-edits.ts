import { type Annotation, isJsonObject, type JsonObject } from '@playhead/protocol';
import { numberIn, stringIn, wordIn } from '../model/read-data.ts';
import type { Chapter, Moment, ReplayEvent, SessionModel } from '../model/types.ts';
import { annotationsInOrder } from './annotations-in-order.ts';
import type { AnnotationDraft } from './review-annotations.ts';

/** What can be edited of a session's outline. */
export type OutlineTarget = 'chapter' | 'moment';

/** What is done to a chapter or a moment. */
export type OutlineChange =
  /** A new one begins at an event. */
  | { readonly action: 'add' | 'rename'; readonly title: string }
  /** It begins at another event. */
  | { readonly action: 'move'; readonly to: ReplayEvent }
  /** It is gone: what it held belongs to the chapter before it, or to the next where it was the first. */
  | { readonly action: 'remove' }
  /** It is again as it was recorded. */
  | { readonly action: 'restore' };

const ACTIONS = ['add', 'rename', 'move', 'remove', 'restore'] as const;
const TARGETS: readonly OutlineTarget[] = ['chapter', 'moment'];
const LONGEST_TITLE = 200;
const LONGEST_DESCRIPTION = 10_000;
const LONGEST_KEY = 1000;

/** An event, named so that it is found in a later import. */
interface Place {
  readonly key?: string;
  readonly eventId?: string;
  readonly at: number;
}

/** What became of one chapter or moment. */
interface Edit {
  /** Where it was as recorded, or where it was added. */
  readonly from: Place;
  /** Where it was moved to. */
  readonly to?: Place;
  readonly author: string;
  readonly title?: string;
  /** Of a moment that was added. */
  readonly description?: string;
  readonly added: boolean;
  readonly removed: boolean;
}

/**
 * Changes a chapter or a moment: an annotation without id, time and author. The recording itself never changes.
 *
 * @param event - The event that the chapter or moment is at; of one that was moved, the event of its `movedFrom`. Its key is noted, so that
 * the change also holds in a later import.
 *
 * @example
 * ```ts
 * const draft = editOutline('chapter', event, { action: 'rename', title: 'Rotation' });
 * ```
 */
export function editOutline(target: OutlineTarget, event: ReplayEvent, change: OutlineChange): AnnotationDraft {
  const title = 'title' in change ? change.title.trim().slice(0, LONGEST_TITLE) : '';
  return { type: target, data: { action: change.action, anchor: anchorOf(event), ...(change.action === 'move' && { to: anchorOf(change.to) }), ...(title !== '' && { title }) } };
}

function anchorOf({ id, record: { at, key } }: ReplayEvent): JsonObject {
  return { on: 'event', eventId: id, at, ...(key !== undefined && { key }) };
}

/**
 * Gives a session the chapters and moments that people made of it. What their changes are about is found by key, by id or by time; what
 * is not found changes nothing.
 *
 * @returns Changes a model; give it each new model of a growing session, and it looks at new events only.
 *
 * @example
 * ```ts
 * store.setEdit(outlineEditor(await storage.annotations(sessionId)));
 * ```
 */
export function outlineEditor(annotations: readonly Annotation[]): (model: SessionModel) => SessionModel {
  const edits = { chapter: editsOf(annotations, 'chapter'), moment: editsOf(annotations, 'moment') };
  const all = [...edits.chapter, ...edits.moment];
  if (all.length === 0) return (model) => model;
  const find = finder(all.flatMap(({ from, to }) => (to ? [from, to] : [from])));
  let last: { readonly model: SessionModel; readonly found: unknown; readonly result: SessionModel } | undefined;
  return (model) => {
    if (model.session.dropped !== undefined) return model;
    if (last?.model === model) return last.result;
    const found = find(model.events);
    const same = last && last.found === found;
    const chapters = same && last?.model.chapters === model.chapters ? last.result.chapters : edited(model.chapters, edits.chapter, found, makeChapter, false);
    const moments = same && last?.model.moments === model.moments ? last.result.moments : edited(model.moments, edits.moment, found, makeMoment, true);
    const result = { ...model, chapters: sameItems(chapters, model.chapters), moments: sameItems(moments, model.moments) };
    last = { model, found, result };
    return result;
  };
}

/** Moments that people added, with where they are now. What they changed of those that were recorded is not among it. Internal. */
export function addedMoments(annotations: readonly Annotation[]): readonly { readonly at: number; readonly title: string }[] {
  return editsOf(annotations, 'moment').flatMap(({ added, removed, title, from, to = from }) => (added && !removed && title !== undefined ? [{ at: to.at, title }] : []));
}

/** Changes by what they are about, in the order in which they were first made. */
function editsOf(annotations: readonly Annotation[], target: OutlineTarget): readonly Edit[] {
  const edits = new Map<string, Edit>();
  for (const { type, data, author } of annotationsInOrder(annotations)) {
    if (wordIn({ type }, 'type', TARGETS) !== target) continue;
    const action = wordIn(data, 'action', ACTIONS);
    const from = placeIn(data, 'anchor');
    const to = action === 'move' ? placeIn(data, 'to') : undefined;
    const title = stringIn(data, 'title')?.trim().slice(0, LONGEST_TITLE);
    if (action === undefined || from === undefined || ((action === 'add' || action === 'rename') && !title) || (action === 'move' && !to)) continue;
    const name = from.key ?? from.eventId ?? String(from.at);
    const before = edits.get(name);
    if (action === 'restore') {
      edits.delete(name);
      continue;
    }
    const called = action === 'remove' || action === 'move' ? before?.title : title;
    const place = to ?? before?.to;
    const description = (action === 'add' ? stringIn(data, 'description')?.slice(0, LONGEST_DESCRIPTION) : undefined) ?? before?.description;
    edits.set(name, {
      from, author, added: before?.added === true || action === 'add', removed: action === 'remove',
      ...(place && { to: place }), ...(called !== undefined && { title: called }), ...(description && { description }),
    });
  }
  return [...edits.values()];
}

function placeIn(data: JsonObject, name: string): Place | undefined {
  const value = data[name];
  const anchor: JsonObject = isJsonObject(value) ? value : {};
  const [key, eventId, at] = [stringIn(anchor, 'key')?.slice(0, LONGEST_KEY), stringIn(anchor, 'eventId')?.slice(0, LONGEST_KEY), numberIn(anchor, 'at')];
  return at === undefined ? undefined : { at, ...(key !== undefined && { key }), ...(eventId !== undefined && { eventId }) };
}

type Found = ReadonlyMap<Place, ReplayEvent>;

/** Finds the events of changes, in new events only while a session grows. */
function finder(places: readonly Place[]): (events: readonly ReplayEvent[]) => Found {
  const byKey = grouped(places, ({ key }) => key);
  const byId = grouped(places, ({ eventId }) => eventId);
  let seen: readonly ReplayEvent[] = [];
  let found: Found = new Map();
  return (events) => {
    const grown = events.length >= seen.length && events[seen.length - 1] === seen.at(-1);
    const [keyed, named] = [new Map<Place, ReplayEvent>(), new Map(grown ? found : [])];
    for (let index = grown ? seen.length : 0; index < events.length; index += 1) {
      const event = events[index];
      if (!event) continue;
      for (const place of byId.get(event.id) ?? []) if (!named.has(place)) named.set(place, event);
      for (const place of (event.record.key === undefined ? undefined : byKey.get(event.record.key)) ?? []) if (!keyed.has(place)) keyed.set(place, event);
    }
    seen = events;
    const all = new Map([...named, ...keyed]);
    if (!grown || keyed.size > 0 || all.size !== found.size) found = all;
    return found;
  };
}

function grouped(places: readonly Place[], keyOf: (place: Place) => string | undefined): ReadonlyMap<string, readonly Place[]> {
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const key = keyOf(place);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return groups;
}

interface Item { readonly eventId?: string; readonly at: number; readonly title: string; readonly editedBy?: string; readonly movedFrom?: string }

/** @param apart - Whether two may stand at one time. One that is added where another begins names that one where they may not: it would have nothing in it. */
function edited<Kind extends Item>(items: readonly Kind[], edits: readonly Edit[], found: Found, make: (edit: Edit, title: string, event: ReplayEvent | undefined) => Kind, apart: boolean): readonly Kind[] {
  const places = new Map<string, number>();
  const times = new Map<number, number>();
  items.forEach(({ eventId, at }, index) => {
    if (eventId !== undefined && !places.has(eventId)) places.set(eventId, index);
    if (!times.has(at)) times.set(at, index);
  });
  const result: (Kind | undefined)[] = [...items];
  const startOf = ({ from, added, removed }: Edit, event: ReplayEvent | undefined): number | undefined => {
    if (!event || !added) return times.get(from.at);
    return apart || removed ? undefined : times.get(event.record.at);
  };
  for (const edit of edits) {
    const event = found.get(edit.from);
    const index = (event ? places.get(event.id) : undefined) ?? startOf(edit, event);
    const item = index === undefined ? undefined : result[index];
    if (index !== undefined && item && edit.removed) result[index] = undefined;
    else if (index !== undefined && item) result[index] = moved({ ...item, ...(edit.title !== undefined && { title: edit.title }), editedBy: edit.author }, edit, found);
    else if (!item && edit.added && !edit.removed && edit.title !== undefined) result.push(moved(make(edit, edit.title, event), edit, found));
  }
  return result.filter((item) => item !== undefined).sort((a, b) => a.at - b.at); // a stable sort: what was in order stays so
}

/** Where it was moved to. What the session no longer has is passed over: it stays where it was. */
function moved<Kind extends Item>(item: Kind, { to }: Edit, found: Found): Kind {
  const event = to && found.get(to);
  return event && event.id !== item.eventId ? { ...item, at: event.record.at, eventId: event.id, ...(item.eventId !== undefined && { movedFrom: item.eventId }) } : item;
}

function makeChapter({ from: { at, eventId = '' }, author }: Edit, title: string, event: ReplayEvent | undefined): Chapter {
  return { id: event?.id ?? eventId, title, at: event?.record.at ?? at, origin: 'added', editedBy: author, ...(event && { eventId: event.id }) };
}

/** A moment may lie behind the event that it is found by: what a terminal shows is no event. */
function makeMoment({ from: { at, eventId = '' }, author, description }: Edit, title: string, event: ReplayEvent | undefined): Moment {
  return { eventId: event?.id ?? eventId, type: 'moment', title, at: Math.max(event?.record.at ?? 0, at), editedBy: author, ...(description !== undefined && { description }) };
}

function sameItems<Item>(items: readonly Item[], before: readonly Item[]): readonly Item[] {
  return items.length === before.length && items.every((item, index) => item === before[index]) ? before : items;
}
