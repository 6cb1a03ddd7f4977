import { isJsonObject, isUuid, SESSION_SORTS, type JsonValue, type SessionInfo, type SessionStatus, type SessionText } from '@playhead/protocol';
import { COMPARED, type SessionFacts } from '../common/session-facts.ts';

// One line of the index. A session: [6,<length of the head + 10^7>,<where the texts begin + 10^7>,[head],info,state,text,[searched texts]], so
// that a list is filtered by parsing heads alone, a search looks at the end of lines, and both find their place by counting bytes.
// A session that is gone: [0,"<id>"]. What the folder was like when rows stood here for all of it: [2,"<folder>",<sessions>].
// Lines of other versions begin with another number and are passed over.

const VERSION = 6; // 6: heads know of terminals
/** The second byte of a session's line. */
export const ROW: number = 0x30 + VERSION;
const WIDTH = 10_000_000;
/** Bytes before the head. */
export const HEAD_START = 21;
/** Bytes of the id's beginning, from the start of a line. */
export const ID_START: number = HEAD_START + 2;
const ID_LENGTH = 36;

/** Which state of which files a row speaks of: the sums of their numbers, as there is nearly always one. */
export interface Print {
  readonly inode: number;
  readonly size: number;
  /** Milliseconds since the Unix epoch, with fractions. */
  readonly modified: number;
}

/** What a list needs of a session without reading the rest of its row. */
export interface RowHead extends SessionFacts {
  /** The names of its logs, joined by `/`. */
  readonly names: string;
  readonly print: Print;
  readonly hasHeader: boolean;
}

/** A row as it is written. */
export interface Row {
  readonly head: RowHead;
  /** As the records say, with the time of its making where there are none. */
  readonly info: SessionInfo;
  /** To read on from, where that is worth its bytes; else null. */
  readonly state: JsonValue;
  readonly text: SessionText | null;
  readonly texts: readonly string[];
}

/** Writes a row. */
export function encodeRow({ head, info, state, text, texts }: Row): string {
  const { sessionId, names, print, hasHeader, startedAt, changedAt, bytes, status, outcome, compared, tags, hasTerminal, ranks } = head;
  const first = JSON.stringify([sessionId, names, print.inode, print.size, print.modified, hasHeader ? 1 : 0, startedAt, changedAt, bytes, status, outcome, compared, tags, hasTerminal ? 1 : 0, ranks]);
  const rest = `,${JSON.stringify(info)},${JSON.stringify(state)},${JSON.stringify(text)},`;
  const headLength = Buffer.byteLength(first);
  const textsStart = HEAD_START + headLength + Buffer.byteLength(rest);
  // A row of more than 90 MB would not be found again by its head: then its session is read anew, which is rare and slow, not wrong.
  return `[${VERSION},${WIDTH + headLength},${WIDTH + textsStart},${first}${rest}${JSON.stringify(texts)}]`;
}

/** Writes that a session is gone. */
export function encodeGone(sessionId: string): string {
  return `[0,"${sessionId}"]`;
}

/** Writes that there is a row for every session of a folder. @param folder - What the folder is like, such as when it last changed. */
export function encodeComplete(folder: string, sessions: number): string {
  return JSON.stringify([2, folder, sessions]);
}

/** What a line of the index says at first sight. */
export type IndexLine = { readonly gone: string } | { readonly complete: string; readonly sessions: number } | { readonly head: RowHead; readonly textsStart: number };

/** Reads the head of a line that stands between two offsets of a buffer; undefined for what is none. */
export function decodeHead(buffer: Buffer, start: number, end: number): IndexLine | undefined {
  if (end - start < 4 || buffer[start] !== 0x5b) return undefined;
  if (buffer[start + 1] === 0x30) {
    const id = buffer.toString('latin1', start + 4, end - 2);
    return isUuid(id) ? { gone: id } : undefined;
  }
  if (buffer[start + 1] === 0x32) return completeOf(buffer.toString('utf8', start, end));
  if (buffer[start + 1] !== ROW || buffer[start + 2] !== 0x2c || buffer[end - 1] !== 0x5d) return undefined;
  const length = numberAt(buffer, start + 3) - WIDTH;
  const textsStart = numberAt(buffer, start + 12) - WIDTH;
  if (!(length > 0) || !(textsStart > length) || start + textsStart > end) return undefined;
  try {
    const head = headOf(JSON.parse(buffer.toString('utf8', start + HEAD_START, start + HEAD_START + length)));
    return head && { head, textsStart };
  } catch {
    return undefined; // cut off, or overwritten
  }
}

/** Whether a row's line goes to its end, as far as a look at a few bytes tells. */
export function isWhole(block: Buffer, start: number, stop: number): boolean {
  const textsStart = start + numberAt(block, start + 12) - WIDTH;
  return block[stop - 1] === 0x5d && textsStart > start + HEAD_START && textsStart < stop && block[textsStart] === 0x5b && block[start + HEAD_START] === 0x5b;
}

/** The id in a row's line, without looking at the rest. */
export function idAt(buffer: Buffer, start: number): string {
  return buffer.toString('latin1', start + ID_START, start + ID_START + ID_LENGTH);
}

/** Reads a whole row; undefined for what is none, as after it was overwritten. */
export function decodeRow(line: string): Pick<Row, 'info' | 'state' | 'text' | 'texts'> & { readonly sessionId: string } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (!Array.isArray(value) || value[0] !== VERSION) return undefined;
    const [, , , head, info, state, text, texts]: readonly unknown[] = value;
    if (!Array.isArray(head) || !isJsonObject(info) || !Array.isArray(texts)) return undefined;
    // What this package wrote; a row that another hand changed is as true as its file.
    return { sessionId: String(head[0]), info: info as unknown as SessionInfo, state: state as JsonValue, text: text as SessionText | null, texts: texts.map(String) };
  } catch {
    return undefined;
  }
}

/** Eight digits, without making a text of them. */
function numberAt(buffer: Buffer, at: number): number {
  let value = 0;
  for (let index = at; index < at + 8; index += 1) value = value * 10 + ((buffer[index] ?? 0) - 0x30);
  return value;
}

function headOf(value: unknown): RowHead | undefined {
  if (!Array.isArray(value) || value.length !== 15) return undefined;
  const [sessionId, names, inode, size, modified, header, startedAt, changedAt, bytes, status, outcome, compared, tags, terminal, ranks]: readonly unknown[] = value;
  if (typeof sessionId !== 'string' || sessionId.length !== ID_LENGTH || typeof names !== 'string' || !Array.isArray(compared) || compared.length !== COMPARED.length || !Array.isArray(tags) || !Array.isArray(ranks) || ranks.length !== SESSION_SORTS.length) return undefined;
  if (typeof inode !== 'number' || typeof size !== 'number' || typeof modified !== 'number' || typeof startedAt !== 'number' || typeof changedAt !== 'number' || typeof bytes !== 'number') return undefined;
  return { sessionId, names, print: { inode, size, modified }, hasHeader: header === 1, startedAt, changedAt, bytes, status: status as SessionStatus, outcome: typeof outcome === 'string' ? outcome : null, compared, tags, hasTerminal: terminal === 1, ranks };
}

function completeOf(line: string): IndexLine | undefined {
  try {
    const [, complete, sessions]: readonly unknown[] = JSON.parse(line) as unknown[]; // it begins like a list
    return typeof complete === 'string' && typeof sessions === 'number' ? { complete, sessions } : undefined;
  } catch {
    return undefined;
  }
}
