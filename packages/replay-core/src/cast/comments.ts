import { decodeRecord, encodeRecord, isJsonObject, isUuid, type Annotation, type SessionRecord, type Via } from '@playhead/protocol';
import { numberIn, stringIn, wordIn } from '../model/read-data.ts';
import { readJson } from '../source/log-format.ts';

/** What the terminal's own records have in common, so that only what differs from it is written out. */
export interface CastPreamble {
  /** When the recording began: microseconds since the Unix epoch. */
  readonly startedAt: number;
  /** The terminal's id. */
  readonly call: string;
  /** Who recorded it. */
  readonly via: Via;
  /** Whether the session's beginning and end stand in comments, too; else the file is a cast to which something was added. */
  readonly whole: boolean;
}

/** What a comment of ours says; players pass over it. */
export type CastRemark =
  | { readonly kind: 'session'; readonly preamble: CastPreamble }
  /** A record, and how many of the events that follow are how players see it. */
  | { readonly kind: 'record'; readonly record: SessionRecord; readonly shownBy: number }
  /** The event that follows is for players alone. */
  | { readonly kind: 'shown' }
  | { readonly kind: 'annotation'; readonly annotation: Annotation };

const WITNESSES: readonly Via[] = ['sdk', 'hook', 'module', 'transcript', 'gateway', 'pty', 'mcp', 'import'];

/** Writes a comment line. */
export function writeRemark(remark: CastRemark): string {
  if (remark.kind === 'session') return `# playhead-session ${JSON.stringify(remark.preamble)}`;
  if (remark.kind === 'shown') return '# playhead-shown';
  if (remark.kind === 'annotation') return `# playhead-annotation ${JSON.stringify(remark.annotation)}`;
  return `# playhead-record ${remark.shownBy} ${encodeRecord(remark.record)}`;
}

/** Reads a comment. @returns undefined for one that is not ours, or spoiled. */
export function readRemark(text: string): CastRemark | undefined {
  const [, word, rest = ''] = /^ playhead-(session|record|shown|annotation)(?: (.*))?$/s.exec(text) ?? [];
  if (word === 'shown') return { kind: 'shown' };
  if (word === 'record') {
    const [, count = '', line = ''] = /^(\d{1,3}) (.*)$/s.exec(rest) ?? [];
    const record = decodeRecord(line);
    return record && isWitness(record.via) ? { kind: 'record', record, shownBy: Number(count) } : undefined;
  }
  const value = word === undefined ? undefined : readJson(rest);
  if (!isJsonObject(value)) return undefined;
  const data = isJsonObject(value['data']) ? value['data'] : undefined;
  const [at, id, type, author, by] = [numberIn(value, 'at'), stringIn(value, 'id'), stringIn(value, 'type'), stringIn(value, 'author'), wordIn(value, 'by', ['person', 'agent'])];
  if (word === 'annotation') return data && at !== undefined && id !== undefined && type !== undefined && author !== undefined && isUuid(id) && Number.isSafeInteger(at) ? { kind: 'annotation', annotation: { id, at, type, author, ...(by && { by }), data } } : undefined;
  const [startedAt, call, via] = [numberIn(value, 'startedAt'), stringIn(value, 'call'), wordIn(value, 'via', WITNESSES)];
  return Number.isSafeInteger(startedAt) && startedAt !== undefined && call !== undefined && via ? { kind: 'session', preamble: { startedAt, call, via, whole: value['whole'] === true } } : undefined;
}

function isWitness(via: string): boolean {
  return WITNESSES.some((one) => one === via);
}
