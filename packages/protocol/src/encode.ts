import { FORMAT_VERSION, type SessionRecord } from './record.ts';

/** The bytes every line of a recording starts with. They find the next record after a torn one. */
export const LINE_PREFIX = '{"$r":';

/**
 * Writes a record as its line, without line feed. The key order is fixed: every line starts with
 * `{"$r":1,"id":"…","p":"…","e":0,"n":0,"at":…,"type":"…"`.
 *
 * Objects in `data` that have a key `$r` could be taken for a record when a line is torn; the key is
 * written as `$$r` there (and `$$r` as `$$$r`), which {@link decodeRecord} undoes.
 *
 * @throws TypeError when `data` has a cycle or a bigint, as `JSON.stringify` does.
 *
 * @example
 * ```ts
 * const line = encodeRecord({ $r: 1, id, p: 'sdk-1', e: 0, n: 0, at: 1763693890123456, type: 'moment', via: 'sdk', data: { title: 'green' } });
 * ```
 */
export function encodeRecord(record: Omit<SessionRecord<unknown>, '$r'> & { readonly $r?: number }): string {
  const { id, p, e, n, at, type, via, key, turn, call, agent } = record;
  const head = `${LINE_PREFIX}${FORMAT_VERSION},"id":${quoted(id)},"p":${quoted(p)},"e":${digits(e)},"n":${digits(n)},"at":${digits(at)},"type":${quoted(type)},"via":${quoted(via)}`;
  const names = `${optional('key', key)}${optional('turn', turn)}${optional('call', call)}${optional('agent', agent)}`;
  const data = JSON.stringify(record.data ?? {});
  const safe = data.includes('$r"') ? JSON.stringify(record.data, (_, value: unknown) => renameKeys(value, escapeKey)) : data;
  return `${head}${names},"data":${safe}}`;
}

/** A text as JSON. Names and ids mostly need no escape, which spares most of the work. */
function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** A number as JSON. Times have sixteen digits, which are written faster in two halves. */
function digits(value: number): string {
  if (!Number.isSafeInteger(value) || value < HALF) return Number.isFinite(value) ? String(value) : 'null';
  const high = Math.floor(value / HALF);
  return `${high}${String(value - high * HALF + HALF).slice(1)}`;
}

const HALF = 100_000_000;

const PLAIN = /^[\w:.#/-]*$/;

function optional(name: string, text: string | undefined): string {
  return text === undefined ? '' : `,"${name}":${quoted(text)}`;
}

/** Gives keys that end in `$r` after only dollars another name, or their own back. */
export function renameKeys(value: unknown, rename: (key: string) => string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (!Object.keys(value).some((key) => /^\$+r$/.test(key))) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [rename(key), inner]));
}

function escapeKey(key: string): string {
  return /^\$+r$/.test(key) ? `$${key}` : key;
}
