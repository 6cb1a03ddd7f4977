import { type Annotation, isJsonObject, type JsonObject } from '@playhead/protocol';
import { numberIn, stringIn, wordIn } from '../model/read-data.ts';
import type { Chapter, Moment, ReplayEvent, SessionModel } from '../model/types.ts';
import { type AnnotationDraft, inOrder } from './review-annotations.ts';

/** What can be edited of a session's outline. */
export type OutlineTarget = 'chapter' | 'moment';

/** What is done to a chapter or a moment. */
export type OutlineChange =
  /** A new one begins at an event. */
  | { readonly action: 'add' | 'rename'; readonly title: string }
  /** It is gone: what it held belongs to the chapter before it, or to the next where it was the first. */
  | { readonly action: 'remove' }
  /** It is again as it was recorded. */
  | { readonly action: 'restore' };

const ACTIONS = ['add', 'rename', 'remove', 'restore'] as const;
const TARGETS: readonly OutlineTarget[] = ['chapter', 'moment'];
const LONGEST_TITLE = 200;
const LONGEST_KEY = 1000;

/** What became of one chapter or moment. */
interface Edit {
  readonly key?: string;
  readonly eventId?: string;
  readonly at: number;
  readonly author: string;
  readonly title?: string;
  readonly added: boolean;
  readonly removed: boolean;
}

/**
 * Changes a chapter or a moment: an annotation without id, time and author. The recording itself never changes.
 *
 * @param event - The event that the chapter or moment is at. Its key is noted, so that the change also holds in a later import.
 *
 * @example
 * ```ts
 * const draft = editOutline('chapter', event, { action: 'rename', title: 'Rotation' });
 * ```
 */
export function editOutline(target: OutlineTarget, { id, record: { at, key } }: ReplayEvent, change: OutlineChange): AnnotationDraft {
  const title = 'title' in change ? change.title.trim().slice(0, LONGEST_TITLE) : '';
  return { type: target, data: { action: change.action, anchor: { on: 'event', eventId: id, at, ...(key !== undefined && { key }) }, ...(title !== '' && { title }) } };
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
  const find = finder(all);
  let last: { readonly model: SessionModel; readonly found: unknown; readonly result: SessionModel } | undefined;
  return (model) => {
    if (model.session.dropped !== undefined) return model;
    if (last?.model === model) return last.result;
    const found = find(model.events);
    const same = last && last.found === found;
    const chapters = same && last?.model.chapters === model.chapters ? last.result.chapters : edited(model.chapters, edits.chapter, found, makeChapter);
    const moments = same && last?.model.moments === model.moments ? last.result.moments : edited(model.moments, edits.moment, found, makeMoment);
    const result = { ...model, chapters: sameItems(chapters, model.chapters), moments: sameItems(moments, model.moments) };
    last = { model, found, result };
    return result;
  };
}

/** Changes by what they are about, in the order in which they were first made. */
function editsOf(annotations: readonly Annotation[], target: OutlineTarget): readonly Edit[] {
  const edits = new Map<string, Edit>();
  for (const { type, data, author } of inOrder(annotations)) {
    if (wordIn({ type }, 'type', TARGETS) !== target) continue;
    const action = wordIn(data, 'action', ACTIONS);
    const anchor: JsonObject = isJsonObject(data['anchor']) ? data['anchor'] : {};
    const [key, eventId, at] = [stringIn(anchor, 'key')?.slice(0, LONGEST_KEY), stringIn(anchor, 'eventId')?.slice(0, LONGEST_KEY), numberIn(anchor, 'at')];
    const title = stringIn(data, 'title')?.trim().slice(0, LONGEST_TITLE);
    if (action === undefined || at === undefined || ((action === 'add' || action === 'rename') && !title)) continue;
    const name = key ?? eventId ?? String(at);
    const { title: before, added = false } = edits.get(name) ?? {};
    if (action === 'restore') {
      edits.delete(name);
      continue;
    }
    const called = action === 'remove' ? before : title;
    edits.set(name, {
      at, author, added: added || action === 'add', removed: action === 'remove',
      ...(key !== undefined && { key }), ...(eventId !== undefined && { eventId }), ...(called !== undefined && { title: called }),
    });
  }
  return [...edits.values()];
}

type Found = ReadonlyMap<Edit, ReplayEvent>;

/** Finds the events of changes, in new events only while a session grows. */
function finder(edits: readonly Edit[]): (events: readonly ReplayEvent[]) => Found {
  const byKey = grouped(edits, ({ key }) => key);
  const byId = grouped(edits, ({ eventId }) => eventId);
  let seen: readonly ReplayEvent[] = [];
  let found: Found = new Map();
  return (events) => {
    const grown = events.length >= seen.length && events[seen.length - 1] === seen.at(-1);
    const [keyed, named] = [new Map<Edit, ReplayEvent>(), new Map(grown ? found : [])];
    for (let index = grown ? seen.length : 0; index < events.length; index += 1) {
      const event = events[index];
      if (!event) continue;
      for (const edit of byId.get(event.id) ?? []) if (!named.has(edit)) named.set(edit, event);
      for (const edit of (event.record.key === undefined ? undefined : byKey.get(event.record.key)) ?? []) if (!keyed.has(edit)) keyed.set(edit, event);
    }
    seen = events;
    const all = new Map([...named, ...keyed]);
    if (!grown || keyed.size > 0 || all.size !== found.size) found = all;
    return found;
  };
}

function grouped(edits: readonly Edit[], keyOf: (edit: Edit) => string | undefined): ReadonlyMap<string, readonly Edit[]> {
  const groups = new Map<string, Edit[]>();
  for (const edit of edits) {
    const key = keyOf(edit);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), edit]);
  }
  return groups;
}

interface Item { readonly eventId?: string; readonly at: number; readonly title: string; readonly editedBy?: string }

function edited<Kind extends Item>(items: readonly Kind[], edits: readonly Edit[], found: Found, make: (edit: Edit, title: string, event: ReplayEvent | undefined) => Kind): readonly Kind[] {
  const places = new Map<string, number>();
  const times = new Map<number, number>();
  items.forEach(({ eventId, at }, index) => {
    if (eventId !== undefined && !places.has(eventId)) places.set(eventId, index);
    if (!times.has(at)) times.set(at, index);
  });
  const result: (Kind | undefined)[] = [...items];
  for (const edit of edits) {
    const event = found.get(edit);
    const index = (event ? places.get(event.id) : undefined) ?? (event && edit.added ? undefined : times.get(edit.at));
    const item = index === undefined ? undefined : result[index];
    if (index !== undefined && item && edit.removed) result[index] = undefined;
    else if (index !== undefined && item && edit.title !== undefined) result[index] = { ...item, title: edit.title, editedBy: edit.author };
    else if (!item && edit.added && !edit.removed && edit.title !== undefined) result.push(make(edit, edit.title, event));
  }
  return result.filter((item) => item !== undefined).sort((a, b) => a.at - b.at); // a stable sort: what was in order stays so
}

function makeChapter({ at, author, eventId = '' }: Edit, title: string, event: ReplayEvent | undefined): Chapter {
  return { id: event?.id ?? eventId, title, at: event?.record.at ?? at, origin: 'added', editedBy: author, ...(event && { eventId: event.id }) };
}

function makeMoment({ at, author, eventId = '' }: Edit, title: string, event: ReplayEvent | undefined): Moment {
  return { eventId: event?.id ?? eventId, type: 'moment', title, at: event?.record.at ?? at, editedBy: author };
}

function sameItems<Item>(items: readonly Item[], before: readonly Item[]): readonly Item[] {
  return items.length === before.length && items.every((item, index) => item === before[index]) ? before : items;
}
