import { isJsonObject, type Annotation, type ImportedFrom, type JsonObject, type JsonValue, type ReviewAnchor, type ReviewEntry } from '@playhead/protocol';

/** Longest texts that a review takes from an annotation; the rest is cut off. */
export const MOST_TEXT = 20_000;
/** Longest name of something. */
export const MOST_NAME = 1024;
const MOST_QUOTE = 2000;
const MOST_LINES = 10;

/** Reads an anchor. Whatever does not fit is left out, so that a note is never lost with it. */
export function readAnchor(value: JsonValue | undefined): ReviewAnchor {
  if (!isJsonObject(value)) return { on: 'session' };
  const [eventId, key, call, turn, path, untilEventId, untilKey] = ['eventId', 'key', 'call', 'turn', 'path', 'untilEventId', 'untilKey'].map((name) => textIn(value, name, MOST_NAME));
  const [at, until, line] = ['at', 'until', 'line'].map((name) => integerIn(value, name));
  const [quote] = [textIn(value, 'quote', MOST_QUOTE)];
  const [before, after] = [linesIn(value, 'before'), linesIn(value, 'after')];
  const side = value['side'] === 'old' || value['side'] === 'new' ? value['side'] : undefined;
  return {
    on: kindOf(value['on'], { path, at, until, eventId, key, call, turn }),
    ...(eventId !== undefined && { eventId }), ...(key !== undefined && { key }), ...(call !== undefined && { call }), ...(turn !== undefined && { turn }),
    ...(at !== undefined && { at }), ...(until !== undefined && { until }), ...(untilEventId !== undefined && { untilEventId }), ...(untilKey !== undefined && { untilKey }),
    ...(path !== undefined && { path }), ...(side && { side }), ...(line !== undefined && { line }),
    ...(quote !== undefined && { quote }), ...(before && { before }), ...(after && { after }),
  };
}

type Names = Readonly<Record<'path' | 'eventId' | 'key' | 'call' | 'turn', string | undefined> & Record<'at' | 'until', number | undefined>>;

/** What it says it is, as long as it names such a thing. */
function kindOf(on: JsonValue | undefined, { path, at, until, eventId, key, call, turn }: Names): ReviewAnchor['on'] {
  if (on === 'line') return path === undefined ? 'session' : 'line';
  if (on === 'range') return at === undefined || until === undefined ? 'session' : 'range';
  if (on === 'turn') return turn ?? key ?? eventId ?? at ? 'turn' : 'session';
  if (on === 'event') return eventId ?? key ?? call ?? at ? 'event' : 'session';
  return 'session';
}

/** A text of an object, cut to its most; undefined when there is none. */
export function textIn(data: JsonObject, name: string, most: number): string | undefined {
  const value = data[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, most) : undefined;
}

function integerIn(data: JsonObject, name: string): number | undefined {
  const value = data[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function linesIn(data: JsonObject, name: string): readonly string[] | undefined {
  const value = data[name];
  if (!Array.isArray(value)) return undefined;
  return value.slice(0, MOST_LINES).flatMap((line) => (typeof line === 'string' ? [line.slice(0, MOST_QUOTE)] : []));
}

/** Who wrote an annotation, and when. */
export function entryOf({ author, by, at, data }: Annotation): ReviewEntry {
  const imported = importedIn(data['imported']);
  return { author: author.slice(0, MOST_NAME), at, ...(by === 'agent' && { by }), ...(imported && { imported }) };
}

function importedIn(value: JsonValue | undefined): ImportedFrom | undefined {
  if (!isJsonObject(value)) return undefined;
  const [by, file] = [textIn(value, 'by', MOST_NAME), textIn(value, 'file', MOST_NAME)];
  return by === undefined ? undefined : { by, ...(file !== undefined && { file }) };
}
