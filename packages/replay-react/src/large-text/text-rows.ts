import { nextTask } from '../elements/in-slices.ts';
import type { TextBytes } from './text-bytes.ts';

/** A line of a text as it is shown, or a piece of one that is long. */
export interface TextRow {
  /** Without its line feed. */
  readonly text: string;
  /** Number of its line, from 1. */
  readonly line: number;
  /** Whether it goes on where the row before it ended. */
  readonly continues: boolean;
}

/** Rows of a text that need not be in memory. */
export interface TextRows {
  /** How many rows are known so far; all of them once the text was read through. */
  readonly count: number;
  /** How many lines are known so far. */
  readonly lines: number;
  /** First row of a line that is known, from 1. */
  firstOf(line: number): Promise<number>;
  /** How many bytes were looked at. */
  readonly readBytes: number;
  /** Reads the text through once, page by page, and tells after each how far it is. */
  index(signal: AbortSignal, onProgress: () => void): Promise<void>;
  /** Some rows that are known. */
  read(first: number, count: number): Promise<readonly TextRow[]>;
  /** Looks through the rows that are known; `onFound` is told the rows of each page that hold the text, whatever its case. */
  find(query: string, signal: AbortSignal, onFound: (rows: readonly number[], readRows: number) => void): Promise<void>;
}

/** A longer line is shown in several rows, in bytes. */
const LONGEST_ROW = 1024;
/** Every so many rows it is noted where one begins. */
const MARK_ROWS = 64;
const PAGE = 128 * 1024;
const LINE_FEED = 10;

/** Where rows begin: every 64th of them, with the number of its line. */
interface Mark {
  readonly at: number;
  readonly line: number;
  readonly continues: boolean;
}

/** Rows of a text. Holds some bytes for every 64 of them. */
export function createTextRows(bytes: TextBytes): TextRows {
  const marks: Mark[] = [{ at: 0, line: 1, continues: false }];
  let rows = 0;
  let lines = 0;
  let readBytes = 0;
  const readFrom = async (mark: number, until: number): Promise<readonly TextRow[]> => {
    const from = marks[mark];
    if (!from) return [];
    const piece = await bytes.read({ start: from.at, end: marks[until]?.at ?? readBytes });
    const texts: TextRow[] = [];
    let { line, continues } = from;
    for (const { start, end, ended } of rowsIn(piece, true)) {
      texts.push({ text: withoutReturn(DECODER.decode(piece.subarray(start, end))), line, continues });
      continues = !ended;
      if (ended) line += 1;
    }
    return texts;
  };
  return {
    get count() {
      return rows;
    },
    get lines() {
      return lines;
    },
    async firstOf(wanted) {
      const behind = marks.findIndex(({ line, continues }) => line > wanted || (line === wanted && continues));
      const mark = Math.max(0, (behind < 0 ? marks.length : behind) - 1);
      const texts = await readFrom(mark, mark + 1);
      return mark * MARK_ROWS + Math.max(0, texts.findIndex(({ line }) => line === wanted));
    },
    get readBytes() {
      return readBytes;
    },
    async index(signal, onProgress) {
      let { at, line, continues } = marks.at(-1) ?? { at: 0, line: 1, continues: false };
      rows = (marks.length - 1) * MARK_ROWS;
      while (at < bytes.size && !signal.aborted) {
        const end = Math.min(bytes.size, at + PAGE);
        const piece = await bytes.read({ start: at, end });
        if (signal.aborted || piece.length === 0) return;
        let used = 0;
        for (const row of rowsIn(piece, end === bytes.size)) {
          rows += 1;
          used = row.next;
          continues = !row.ended;
          if (row.ended) line += 1;
          if (rows % MARK_ROWS === 0) marks.push({ at: at + used, line, continues });
        }
        at += used;
        readBytes = at;
        lines = continues ? line : line - 1;
        onProgress();
      }
    },
    async read(first, count) {
      const mark = Math.floor(first / MARK_ROWS);
      const texts = await readFrom(mark, Math.ceil((first + count) / MARK_ROWS));
      return texts.slice(first - mark * MARK_ROWS, first - mark * MARK_ROWS + count);
    },
    async find(query, signal, onFound) {
      const wanted = query.toLowerCase();
      const step = 8; // so many marks that nobody waits for it
      for (let mark = 0; mark < marks.length && !signal.aborted; mark += step) {
        const texts = await readFrom(mark, mark + step + 1); // with some of the next page, for lines in several rows
        if (signal.aborted) return;
        const own = Math.min(texts.length, step * MARK_ROWS);
        const found: number[] = [];
        for (let row = 0; row < own; row += 1) if (holds(texts, row, wanted)) found.push(mark * MARK_ROWS + row);
        onFound(found, mark * MARK_ROWS + own);
        await nextTask();
      }
    },
  };
}

const DECODER: TextDecoder = new TextDecoder();

/** Whether a text begins in a row; it may end in the next ones where a line is long. */
function holds(rows: readonly TextRow[], index: number, wanted: string): boolean {
  const row = rows[index];
  if (!row) return false;
  const text = row.text.toLowerCase();
  if (text.includes(wanted)) return true;
  let rest = '';
  for (let next = index + 1; rows[next]?.continues && rest.length < wanted.length - 1; next += 1) rest += rows[next]?.text.toLowerCase() ?? '';
  const tail = text.slice(Math.max(0, text.length - wanted.length + 1));
  return rest !== '' && (tail + rest.slice(0, wanted.length - 1)).includes(wanted);
}

interface RowPlace {
  readonly start: number;
  readonly end: number;
  /** Where the next one begins. */
  readonly next: number;
  /** Whether its line ends with it. */
  readonly ended: boolean;
}

/** The rows of some bytes that begin with one; the last one only where it is whole, or where nothing comes behind it. */
function* rowsIn(bytes: Uint8Array, isLast: boolean): Generator<RowPlace> {
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.subarray(start, start + LONGEST_ROW + 1).indexOf(LINE_FEED);
    if (feed >= 0) {
      yield { start, end: start + feed, next: start + feed + 1, ended: true };
      start += feed + 1;
    } else if (bytes.length - start > LONGEST_ROW) {
      const next = start + lengthOfWhole(bytes, start);
      yield { start, end: next, next, ended: false };
      start = next;
    } else {
      if (isLast) yield { start, end: bytes.length, next: bytes.length, ended: true };
      return;
    }
  }
}

/** How many bytes fill a row without the last character being cut. */
function lengthOfWhole(bytes: Uint8Array, start: number): number {
  let length = LONGEST_ROW;
  while (length > LONGEST_ROW - 4 && ((bytes[start + length] ?? 0) & 0xc0) === 0x80) length -= 1;
  return ((bytes[start + length] ?? 0) & 0xc0) === 0x80 ? LONGEST_ROW : length;
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
