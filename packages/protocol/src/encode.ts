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
export function encodeRecord(record: EncodableRecord): string {
  return lineOf(record, quoted(record.id).slice(1, -1), producerPart(record), digits(record.at), kindPart(record), namesPart(record));
}

/** What {@link encodeRecord} takes: a record whose format version need not be there. */
export type EncodableRecord = Omit<SessionRecord<unknown>, '$r'> & { readonly $r?: number };

/** Different types that an encoder remembers; a producer writes a few dozen. */
const MOST_TYPES = 256;

/**
 * Makes an {@link encodeRecord} for one producer, which remembers the parts of a line that come again and again: with
 * `JSON.stringify` of the data, they are what recording an event costs.
 *
 * @param producer - What is the same in all its records. Their ids are uuids, as `createIdSource` makes them.
 * @returns A function that gives the very same lines.
 *
 * @example
 * ```ts
 * const encode = createRecordEncoder({ p: 'sdk-1', e: 0, via: 'sdk' });
 * const lines = records.map((record) => encode(record));
 * ```
 */
export function createRecordEncoder(producer: Pick<SessionRecord, 'p' | 'e' | 'via'>): (record: EncodableRecord) => string {
  const kinds = new Map<string, string>();
  const part = producerPart(producer);
  let last: Names = {};
  let names = namesPart(last);
  return (record) => {
    const { id, type, at, key, turn, call, agent } = record;
    const kind = kinds.get(type) ?? kindPart({ ...producer, type });
    if (kinds.size < MOST_TYPES) kinds.set(type, kind);
    if (call !== last.call || turn !== last.turn || agent !== last.agent || key !== last.key) {
      last = { key, turn, call, agent };
      names = namesPart(last);
    }
    return lineOf(record, id, part, digits(at), kind, names);
  };
}

function producerPart({ p, e }: Pick<EncodableRecord, 'p' | 'e'>): string {
  return `","p":${quoted(p)},"e":${digits(e)},"n":`;
}

function kindPart({ type, via }: Pick<EncodableRecord, 'type' | 'via'>): string {
  return `,"type":${quoted(type)},"via":${quoted(via)}`;
}

/** What of a record names other things. */
type Names = { readonly [Name in 'key' | 'turn' | 'call' | 'agent']?: string | undefined };

function namesPart({ key, turn, call, agent }: Names): string {
  return `${optional('key', key)}${optional('turn', turn)}${optional('call', call)}${optional('agent', agent)},"data":`;
}

function optional(name: string, text: string | undefined): string {
  return text === undefined ? '' : `,"${name}":${quoted(text)}`;
}

const HEAD = `${LINE_PREFIX}${FORMAT_VERSION},"id":"`;

/** Puts a line together. Each piece costs, so there are few. */
function lineOf(record: EncodableRecord, id: string, producer: string, at: string, kind: string, names: string): string {
  const data = JSON.stringify(record.data ?? {});
  const safe = data.includes('$r"') ? JSON.stringify(record.data, (_, value: unknown) => renameKeys(value, escapeKey)) : data;
  return `${HEAD}${id}${producer}${digits(record.n)},"at":${at}${kind}${names}${safe}}`;
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

/** Gives keys that end in `$r` after only dollars another name, or their own back. */
export function renameKeys(value: unknown, rename: (key: string) => string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (!Object.keys(value).some((key) => /^\$+r$/.test(key))) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [rename(key), inner]));
}

function escapeKey(key: string): string {
  return /^\$+r$/.test(key) ? `$${key}` : key;
}
