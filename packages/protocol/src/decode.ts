import { LINE_PREFIX, renameKeys } from './encode.ts';
import { isJsonObject } from './json.ts';
import { FORMAT_VERSION, type SessionRecord } from './record.ts';

/** What a physical line turned out to hold. */
export interface DecodedLine {
  /** The records on it, in order; usually one, several when lines were welded together. */
  readonly records: readonly { readonly line: string; readonly record: SessionRecord }[];
  /**
   * The stretches that are no record, as character ranges of the line, in order. `torn` begins like a
   * record, `invalid` does not. Whole lines welded together lose nothing and are not listed.
   */
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
 * A candidate counts only when it parses as a record up to the end of the line, to the next
 * record or to the next prefix, so a payload that looks like a prefix is not mistaken for one.
 * The cost is linear in the length of the line, also for a hostile one.
 *
 * @example
 * ```ts
 * const { records, damage } = decodeLine('{"$r":1,"id":"01' + line);
 * records.length; // 1
 * damage; // [{ kind: 'torn', start: 0, end: 16 }]
 * ```
 */
export function decodeLine(physicalLine: string): DecodedLine {
  const whole = decodeRecord(physicalLine);
  if (whole) return { records: [{ line: physicalLine, record: whole }], damage: [] };
  const found = recordsBackwards(physicalLine);
  const damage: { kind: 'torn' | 'invalid'; start: number; end: number }[] = [];
  let end = 0;
  for (const next of [...found, { start: physicalLine.length, line: '' }]) {
    const kind = damageOf(physicalLine.slice(end, next.start));
    if (kind) damage.push({ kind, start: end, end: next.start });
    end = next.start + next.line.length;
  }
  return { records: found.map(({ line, record }) => ({ line, record })), damage };
}

interface Found {
  readonly start: number;
  readonly line: string;
  readonly record: SessionRecord;
}

/** Goes back from prefix to prefix. What does not parse costs its length, of which there is so much and no more. */
function recordsBackwards(physicalLine: string): readonly Found[] {
  const found: Found[] = [];
  let allowance = ALLOWED_LENGTHS * physicalLine.length + ALLOWED_CHARACTERS;
  let end = physicalLine.length;
  let next = end;
  for (let start = physicalLine.lastIndexOf(LINE_PREFIX); start >= 0; start = start === 0 ? -1 : physicalLine.lastIndexOf(LINE_PREFIX, start - 1)) {
    for (const limit of next === end ? [end] : [end, next]) {
      if (allowance < limit - start) continue;
      const line = withoutTail(physicalLine.slice(start, limit));
      const record = decodeRecord(line);
      if (record) {
        found.push({ start, line, record });
        end = start;
        break;
      }
      allowance -= limit - start;
    }
    next = start;
  }
  return found.reverse();
}

/** How often the length of a line, and how many characters more, may be read in vain. */
const ALLOWED_LENGTHS = 8;
const ALLOWED_CHARACTERS = 64 * 1024;

/** What a crash leaves after a record: runs of NUL, and a next line torn within its prefix. */
function withoutTail(text: string): string {
  const end = text.lastIndexOf('}') + 1;
  const tail = trimNul(text.slice(end));
  return LINE_PREFIX.startsWith(tail) ? text.slice(0, end) : text;
}

function damageOf(stretch: string): 'torn' | 'invalid' | undefined {
  const rest = trimNul(stretch).trim();
  if (rest === '') return undefined;
  return rest.startsWith(LINE_PREFIX) || LINE_PREFIX.startsWith(rest) ? 'torn' : 'invalid';
}

/** Runs of NUL are what a crash leaves in a file. Not by a pattern: those take quadratic time on long runs. */
function trimNul(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) === 0) start += 1;
  while (end > start && text.charCodeAt(end - 1) === 0) end -= 1;
  return text.slice(start, end);
}

function unescapeKey(key: string): string {
  return /^\$\$+r$/.test(key) ? key.slice(1) : key;
}

function isRecord(value: unknown): value is SessionRecord {
  return isJsonObject(value)
    && isCount(value['$r']) && value['$r'] >= 1 && value['$r'] <= FORMAT_VERSION
    && typeof value['id'] === 'string' && typeof value['p'] === 'string'
    && isCount(value['e']) && isCount(value['n']) && Number.isSafeInteger(value['at'])
    && typeof value['type'] === 'string' && typeof value['via'] === 'string'
    && isOptionalText(value['key']) && isOptionalText(value['turn']) && isOptionalText(value['call']) && isOptionalText(value['agent'])
    && isJsonObject(value['data']);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0; // a safe integer is a number
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}
