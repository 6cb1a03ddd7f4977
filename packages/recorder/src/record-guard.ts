import { defaultLimits, encodeRecord, limitFault, type RecordLimits, type SessionHeader, type SessionRecord } from '@playhead/protocol';
import { digestNow } from '#digest';
import type { RecordInput } from './harness.ts';
import { utf8Length } from './large-text.ts';

/** Stands before everything that is written of one session: limits first, then redaction. */
export interface RecordGuard {
  /** What the session's header says of it; undefined where nothing is redacted. */
  readonly redaction: { readonly policy: string; readonly digest: string } | undefined;
  readonly limits: RecordLimits;
  /** The header as it may be stored. */
  header<Header extends Omit<SessionHeader, 'sessionId'>>(header: Header): Header;
  /** The record as it may be stored; one beyond the limits becomes an `oversize` record in its place. */
  record(record: SessionRecord): SessionRecord;
  /** The same for a piece of a stream that is stored already, with no room between it and the next; `last` says that none follows. */
  stored(record: SessionRecord, last: boolean): SessionRecord;
  /** The same for a record that stands alone: nothing of it is held back, though it may be a piece of a stream. */
  whole(record: SessionRecord): SessionRecord;
  /**
   * Redacts a text that comes in pieces for whoever puts it into records of his own, which go past no guard any more. Undefined where nothing is
   * redacted, and where no free text is kept: then each record goes past {@link RecordGuard.record}.
   *
   * @param call - The tool call that the text belongs to.
   */
  stream?(call: string): TextStream | undefined;
  /** Whether {@link RecordGuard.take} has something to say. */
  readonly pending: boolean;
  /** Whether ends of streams wait, which are to be asked for after 250 ms. */
  readonly holding: boolean;
  /**
   * What is still to be written: `redaction` records of what was found since the last call, one for each tool call, behind the ends of streams if these are asked for.
   *
   * @param held - `due` for ends that waited 250 ms; `settled` where it is known that nothing follows within that time, as in a file: all but what looks like half
   *   a secret; `all` at the end of a session. Default: none.
   */
  take(held?: 'due' | 'settled' | 'all'): RecordInput[];
}

/** A text that comes in pieces, without its secrets. */
export interface TextStream {
  /** Takes the next piece. @returns What may be stored by now. */
  push(text: string): string;
  /** Gives what can be given after a while without a piece: all but what may be half a secret. */
  release(): string;
  /** Gives what can be given after a second such while: all but what looks like half a secret. */
  settle(): string;
  /** Gives all that is left: nothing follows. */
  flush(): string;
}

/**
 * Makes a guard that redacts nothing.
 *
 * @param wanted - How large what is recorded may be. Default: `defaultLimits`.
 */
export function createLimitsGuard(wanted: Partial<RecordLimits> = {}): RecordGuard {
  const limits: RecordLimits = { ...defaultLimits, ...wanted };
  return {
    redaction: undefined, limits, pending: false, holding: false, take: () => [],
    header: (header) => withinLimits(header, limits),
    record: (record) => limited(record, limits),
    stored: (record) => record,
    whole: (record) => limited(record, limits),
  };
}

/** The record, or what stands in its place where it is deeper or has more keys than it may. */
export function limited(record: SessionRecord, limits: RecordLimits): SessionRecord {
  const fault = limitFault(record.data, limits);
  if (!fault) return record;
  if (fault === 'opaque') return limited({ ...record, data: asJson(record.data) }, limits);
  return oversizeRecord(record, fault === 'depth' ? `${record.type}, nested deeper than ${limits.depth}` : `${record.type}, more than ${limits.keys} keys`);
}

/** A value as JSON will have it: a `URL` with a password in it, or an error of an HTTP client, would else say what it is only after redaction. */
function asJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value; // the same to a reader of JSON
}

/** What a header beyond the limits keeps: who and where, and so many characters of each text. */
const KEPT = ['sessionId', 'name', 'harness', 'harnessSessionId', 'generation', 'agentName', 'workspaceName', 'cwd'];
const KEPT_CHARACTERS = 512;

/** A header beyond the limits keeps only who and where. */
export function withinLimits<Header extends Omit<SessionHeader, 'sessionId'>>(header: Header, limits: RecordLimits): Header {
  const fault = limitFault(header, limits);
  if (fault === 'opaque') return withinLimits(asJson(header), limits);
  if (!fault && utf8Length(JSON.stringify(header)) <= limits.eventBytes) return header;
  const kept = Object.entries(header).filter(([key, value]) => KEPT.includes(key) && value !== undefined);
  return Object.fromEntries(kept.map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, KEPT_CHARACTERS) : value])) as Header; // every key that a header must have
}

/**
 * What stands in the place of a record that is not kept: its length and its hash.
 *
 * @param what - What was too large.
 */
export function oversizeRecord(record: SessionRecord, what: string, line: string = encodeRecord(record)): SessionRecord {
  const digest = digestNow(line);
  return { ...record, type: 'oversize', data: { what, bytes: utf8Length(line), ...(digest !== undefined && { digest }) } };
}
