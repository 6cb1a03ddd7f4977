import { LINE_PREFIX, renameKeys } from './encode.ts';
import { isJsonObject } from './json.ts';
import { FORMAT_VERSION, type SessionRecord } from './record.ts';

/** What a physical line turned out to hold. */
export interface DecodedLine {
  /** The records on it, in order; usually one, several when lines were welded together. */
  readonly records: readonly { readonly line: string; readonly record: SessionRecord }[];
  /** The stretches that are no record, as character ranges of the line. */
  readonly damage: readonly { readonly kind: 'torn' | 'welded' | 'invalid'; readonly start: number; readonly end: number }[];
}

/**
 * Reads one line as a record, or gives undefined when it is none. Loose about what it does not
 * know: additional keys and unknown types are kept.
 */
export function decodeRecord(line: string): SessionRecord | undefined {
  if (!line.startsWith(LINE_PREFIX)) return undefined;
  let value: unknown;
  try {
    value = line.includes('$$r"') ? JSON.parse(line, (_, inner: unknown) => renameKeys(inner, unescapeKey)) : JSON.parse(line);
  } catch {
    return undefined;
  }
  return isRecord(value) ? value : undefined;
}

/**
 * Reads a physical line of a log. A line torn by a crash may have the next one welded to it: the
 * fixed prefix finds every complete record on it, and the rest is reported as damage.
 *
 * A candidate counts only when its whole remainder up to the next accepted record parses as a
 * record, so a payload that looks like a prefix is not mistaken for one.
 */
export function decodeLine(physicalLine: string): DecodedLine {
  const whole = decodeRecord(physicalLine);
  if (whole) return { records: [{ line: physicalLine, record: whole }], damage: [] };
  const records: { line: string; record: SessionRecord }[] = [];
  const damage: { kind: 'torn' | 'welded' | 'invalid'; start: number; end: number }[] = [];
  let end = physicalLine.length;
  let attempts = 0;
  for (let start = physicalLine.lastIndexOf(LINE_PREFIX); start >= 0 && attempts < MAX_ATTEMPTS; attempts += 1) {
    const line = trimNul(physicalLine.slice(start, end));
    const record = decodeRecord(line);
    if (record) {
      records.unshift({ line, record });
      end = start;
    }
    if (start === 0) break;
    start = physicalLine.lastIndexOf(LINE_PREFIX, start - 1);
  }
  const rest = trimNul(physicalLine.slice(0, end));
  if (rest.trim() !== '') {
    damage.push({ kind: rest.startsWith(LINE_PREFIX) ? 'torn' : 'invalid', start: 0, end });
  }
  return { records, damage };
}

/** A hostile line full of prefixes must not cost quadratic time. */
const MAX_ATTEMPTS = 64;

function trimNul(text: string): string {
  // eslint-disable-next-line no-control-regex -- runs of NUL are what a crash leaves in a file
  return text.replace(/^\u0000+|\u0000+$/g, '');
}

function unescapeKey(key: string): string {
  return /^\$\$+r$/.test(key) ? key.slice(1) : key;
}

function isRecord(value: unknown): value is SessionRecord {
  return isJsonObject(value)
    && typeof value['$r'] === 'number' && value['$r'] <= FORMAT_VERSION
    && typeof value['id'] === 'string' && typeof value['p'] === 'string'
    && Number.isSafeInteger(value['e']) && Number.isSafeInteger(value['n']) && Number.isSafeInteger(value['at'])
    && typeof value['type'] === 'string' && typeof value['via'] === 'string' && isJsonObject(value['data']);
}
