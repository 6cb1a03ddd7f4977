import { type BlobRef, describeEvent, type EventDescription, isBlobRef, isJsonObject, type JsonObject, type JsonValue, type SessionRecord } from '@playhead/protocol';
import { measureLine, ownCopy } from '../session-index/bounded-text.ts';
import { checkOfText, type LogPlace, nameOfPlace } from './log-place.ts';
import { digestOfText } from './text-digest.ts';
import { neededOf } from './too-long-text.ts';

/** Longer texts are left in the log, in characters. */
const LONGEST_TEXT = 320;
/** Pieces of one message are joined, for which they must be there: longer ones are left in the log. */
const LONGEST_PIECE = 2000;
/** Longer changes of a file are left in the log, in characters of their lines. */
const LONGEST_CHANGE = 4000;
/** How many characters of a text stay, so that a list can show something: the first of these that leave its row as it is. */
const PREVIEWS = [80, 240, 4200];
/** Deeper values stay: what is recorded is untrusted and must not exhaust the stack. */
const DEEPEST = 32;

/** Fields that every reader takes as a reference too. */
const TEXTS: ReadonlySet<string> = new Set(['text', 'content', 'before', 'after', 'results', 'result', 'details', 'actor', 'stderr', 'diff', 'critic']);
/** What several witnesses may tell of one call. */
const COMPARED: ReadonlySet<string> = new Set(['tool_call', 'mcp_call', 'tool_result']);
/** Fields of any shape, with texts anywhere in them. */
const VALUES: ReadonlySet<string> = new Set(['input', 'output', 'extra']);

/**
 * A record without its long texts: in their place stands where in the log they are, and their beginning, as if they were large values
 * beside it. What lists, timeline, outline and figures show of it is the same. Nothing is lost: `place` leads back.
 *
 * @param isCompared - Whether witnesses of the same may be compared: texts of calls are then known by a digest, too. Default false.
 * @returns The record itself where it has no long text.
 *
 * @example
 * ```ts
 * let from = '';
 * for await (const { records } of storage.read(sessionId)) {
 *   for (const { record, cursor } of records) {
 *     show(briefRecord(record, { from, to: cursor, n: record.n }));
 *     from = cursor;
 *   }
 * }
 * ```
 */
export function briefRecord(record: SessionRecord, place: LogPlace, isCompared = false): SessionRecord {
  const isDigested = isCompared && COMPARED.has(record.type);
  let described: EventDescription | undefined;
  for (const preview of PREVIEWS) {
    const data = briefData(record.data, { place, preview, isDigested });
    if (data === record.data) return record;
    const brief = { ...record, data };
    described ??= describeEvent(record);
    const { summary, severity } = describeEvent(brief);
    if (summary === described.summary && severity === described.severity) return brief;
  }
  return record;
}

function briefData(data: JsonObject, how: Pick<Cut, 'place' | 'preview' | 'isDigested'>): JsonObject {
  let brief: Record<string, JsonValue | undefined> | undefined;
  const longest = typeof data['messageId'] === 'string' ? LONGEST_PIECE : LONGEST_TEXT;
  for (const key in data) { // without a list of its own: this runs for every record of a large log
    const value = data[key];
    const next = TEXTS.has(key) ? briefText(value, { ...how, pointer: `/${escaped(key)}`, longest })
      : VALUES.has(key) ? briefValue(value, { ...how, pointer: `/${escaped(key)}`, longest }, 1)
        : key === 'hunks' ? briefHunks(value, how.place) : value;
    if (next === value) continue;
    brief ??= { ...data };
    brief[key] = next;
  }
  return brief ?? data;
}

interface Cut {
  readonly place: LogPlace;
  readonly pointer: string;
  readonly preview: number;
  readonly longest: number;
  readonly isDigested: boolean;
}

function briefText(value: JsonValue | undefined, { place, pointer, preview, longest, isDigested }: Cut): JsonValue | undefined {
  if (typeof value !== 'string' || value.length <= longest) return value;
  const needed = isDigested ? neededOf(value) : 0;
  if (needed === value.length) return value;
  return reference(place, pointer, { check: isDigested ? `${checkOfText(value)}.${digestOfText(value)}` : checkOfText(value), size: measureLine(value).bytes, encoding: 'text', preview: beginningOf(value, Math.max(preview, needed)) });
}

function briefValue(value: JsonValue | undefined, cut: Cut, depth: number): JsonValue | undefined {
  if (typeof value === 'string') return briefText(value, cut);
  if (typeof value !== 'object' || value === null || depth > DEEPEST || isBlobRef(value)) return value;
  if (!isJsonObject(value)) return briefList(value, cut, depth);
  let brief: Record<string, JsonValue | undefined> | undefined;
  for (const key in value) {
    const inner = value[key];
    const next = typeof inner === 'object' || typeof inner === 'string' ? briefValue(inner, { ...cut, pointer: `${cut.pointer}/${escaped(key)}` }, depth + 1) : inner;
    if (next === inner) continue;
    brief ??= { ...value };
    brief[key] = next;
  }
  return brief ?? value;
}

function briefList(list: readonly JsonValue[], cut: Cut, depth: number): JsonValue {
  let brief: JsonValue[] | undefined;
  for (const [index, inner] of list.entries()) {
    const next = briefValue(inner, { ...cut, pointer: `${cut.pointer}/${index}` }, depth + 1);
    if (next === inner || next === undefined) continue;
    brief ??= [...list];
    brief[index] = next;
  }
  return brief ?? list;
}

/** The changed stretches of a file, with the figures that lists show in place of their lines. */
function briefHunks(value: JsonValue | undefined, place: LogPlace): JsonValue | undefined {
  if (!Array.isArray(value)) return value;
  let [size, added, removed] = [0, 0, 0];
  for (const hunk of value as readonly JsonValue[]) { // an array by the line above
    const lines = isJsonObject(hunk) ? hunk['lines'] : undefined;
    for (const line of Array.isArray(lines) ? (lines as readonly JsonValue[]) : []) {
      if (typeof line !== 'string') continue;
      size += line.length;
      if (line.startsWith('+')) added += 1;
      else if (line.startsWith('-')) removed += 1;
    }
  }
  if (size <= LONGEST_CHANGE) return value;
  return { ...reference(place, '/hunks', { check: '', size, encoding: 'json' }), added, removed };
}

function reference(place: LogPlace, pointer: string, { check, ...rest }: Omit<BlobRef, '$blob'> & { readonly check: string }): JsonObject {
  return { $blob: nameOfPlace({ ...place, check, pointer }), ...rest };
}

/** The first characters of a text; a surrogate pair is never split. */
function beginningOf(text: string, length: number): string {
  const cut = text.slice(0, length);
  const last = cut.charCodeAt(cut.length - 1);
  return ownCopy(last >= 0xd800 && last < 0xdc00 ? cut.slice(0, -1) : cut);
}

/** A name as a part of a JSON pointer. */
function escaped(name: string): string {
  return name.includes('~') || name.includes('/') ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}
