import { isJsonObject, type JsonObject } from '@playhead/protocol';

/** What a line of a transcript holds. */
export interface ParsedLine {
  /** Its rows: one, or several where a line feed was lost. */
  readonly rows: readonly JsonObject[];
  /** How many bytes belong to no row: of a row that was cut off. Runs of NUL bytes do not count. */
  readonly torn: number;
  /** Whether the line was no row as it stood, so that it had to be mended. */
  readonly mended: boolean;
}

/** The rows that a client writes. What another one says is kept all the same where it stands alone on its line. */
const ROW_TYPES: ReadonlySet<unknown> = new Set([
  'user', 'assistant', 'system', 'attachment', 'progress', 'summary', 'custom-title', 'ai-title', 'agent-name', 'tag', 'last-prompt', 'queue-operation',
  'mode', 'permission-mode', 'tools-used', 'atis-latch', 'cost-state', 'file-history-snapshot', 'file-history-delta', 'api-request', 'api-request-shape', 'api-request-blob',
]);
/** How a row begins on a line of its own. */
const STARTS = ['{"parentUuid":', '{"type":'];
/** So many starts are tried on one line, and so many times its length is looked at: a hostile line costs no more. */
const MOST_STARTS = 2000;
const MOST_SCANS = 8;

/**
 * Reads a line. One that is no JSON is mended: a row that was cut off and has the next one on its line, rows without a line feed
 * between them, runs of NUL bytes. A row begins only where it can be read whole and the next one, or nothing, follows.
 */
export function parseLine(text: string): ParsedLine {
  const whole = objectOf(text);
  if (whole) return { rows: [whole], torn: 0, mended: false };
  const rows: JsonObject[] = [];
  let torn = 0;
  let place = 0;
  let budget = MOST_SCANS * text.length;
  for (let starts = 0; ;) {
    place = afterFiller(text, place);
    if (place >= text.length) break;
    const end = balancedEnd(text, place);
    budget -= (end < 0 ? text.length : end) - place;
    const row = end < 0 ? undefined : rowOf(text, place, end);
    if (row) {
      rows.push(row);
      place = end;
      continue;
    }
    const next = nextStart(text, place + 1);
    starts += 1;
    const stop = next < 0 || starts > MOST_STARTS || budget < 0 ? text.length : next;
    torn += Buffer.byteLength(text.slice(place, stop).replaceAll('\0', ''));
    place = stop;
  }
  return { rows, torn, mended: true };
}

function objectOf(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A row that stands between two places, where nothing or another object follows it: parts of rows have more of the row behind them. */
function rowOf(text: string, start: number, end: number): JsonObject | undefined {
  const next = afterFiller(text, end);
  if (next < text.length && text[next] !== '{') return undefined;
  const row = objectOf(text.slice(start, end));
  return row && ROW_TYPES.has(row['type']) ? row : undefined;
}

/** NUL bytes and blanks stand for nothing. */
function afterFiller(text: string, from: number): number {
  let place = from;
  for (; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (code !== 0 && code !== 0x20 && code !== 0x09 && code !== 0x0d) break;
  }
  return place;
}

/** Where the next row may begin; -1 when none does. */
function nextStart(text: string, from: number): number {
  const found = STARTS.map((start) => text.indexOf(start, from)).filter((place) => place >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

/** Where an object ends that begins at a place; -1 when it does not end. */
function balancedEnd(text: string, start: number): number {
  if (text[start] !== '{') return -1;
  let depth = 0;
  for (let place = start; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (code === 0x22) {
      place = stringEnd(text, place);
      if (place < 0) return -1;
    } else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
      if (depth === 0) return place + 1;
    } else if (code === 0) return -1;
  }
  return -1;
}

/** The closing quote of a string that begins at a place; -1 when there is none. */
function stringEnd(text: string, start: number): number {
  for (let place = text.indexOf('"', start + 1); place >= 0; place = text.indexOf('"', place + 1)) {
    let escapes = 0;
    while (text[place - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return place;
  }
  return -1;
}
