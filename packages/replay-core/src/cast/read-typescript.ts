import { PlayheadError, type JsonObject } from '@playhead/protocol';
import { readLines } from '../source/log-format.ts';
import { decodedTexts } from './decoded-texts.ts';
import { cells } from './header.ts';
import { createIntervals, parseSeconds } from './seconds.ts';
import type { CastItem } from './types.ts';
import { createUtf8Pieces, type Utf8Pieces } from './utf8-pieces.ts';

/** The files that `script` leaves. */
export interface TypescriptFiles {
  /** What was printed, and what was typed where `--log-io` wrote both to one file. */
  readonly typescript: AsyncIterable<Uint8Array>;
  /** When: what `-t`, `--timing` or `--log-timing` wrote. */
  readonly timing: AsyncIterable<Uint8Array>;
}

/**
 * Reads a recording of `script`: of the classic timing file, or of the one with kinds and headers.
 *
 * @param files - The typescript and its timing.
 * @returns A header, then what happened. Bytes that are no UTF-8 stay bytes.
 * @throws PlayheadError `not_a_recording` when the timing is none.
 *
 * @example
 * ```ts
 * const session = await readCastSession(readTypescript({ typescript, timing }), { terminalId, startedAt });
 * ```
 */
export async function* readTypescript({ typescript, timing }: TypescriptFiles): AsyncGenerator<CastItem, void, void> {
  const bytes = createByteCursor(typescript);
  const beginning = await bytes.line();
  const sum = createIntervals();
  const streams: Readonly<Record<'o' | 'i', Utf8Pieces>> = { o: createUtf8Pieces(), i: createUtf8Pieces() };
  const source: Record<string, string> = { ...(beginning !== '' && { typescript: beginning }) };
  let begun = false;
  let at = 0;
  let exitCode: string | undefined;
  let number = 0;
  for await (const lines of readLines(decodedTexts(timing), 'The timing file has a line of more than 64 MiB, so reading stopped. Check the file.')) {
    for (const line of lines) {
      number += 1;
      if (line.trim() === '') continue;
      const entry = readTimingLine(line);
      if (!entry) {
        if (number === 1) throw new PlayheadError('not_a_recording', 'The timing file is none that script writes. Name it after the typescript: playhead import typescript --timing timing.');
        yield { kind: 'damage', message: `Line ${number} of the timing file could not be read, so it was left out.` };
        continue;
      }
      if (entry.kind === 'H') {
        if (entry.name === 'EXIT_CODE') exitCode = entry.value;
        else source[entry.name] = entry.value;
        continue;
      }
      if (!begun) yield headerOf(source, beginning);
      begun = true;
      at = sum(entry.delay);
      if (entry.kind === 'S') {
        yield eventOfSignal(entry.text, at);
        continue;
      }
      const code = entry.kind === 'I' ? 'i' : 'o';
      if (code === 'i' && source['INPUT_LOG'] !== source['OUTPUT_LOG']) continue; // typed text stands in another file
      const piece = await bytes.take(entry.bytes);
      const data = streams[code].push(piece);
      if (data.length > 0) yield { kind: 'event', at, code, data };
      if (piece.length < entry.bytes) yield { kind: 'damage', message: 'The typescript is shorter than its timing says, so the end is missing.' };
    }
  }
  if (number === 0) throw new PlayheadError('not_a_recording', 'The timing file is empty, so nothing tells when anything was printed. Check the file.');
  if (!begun) yield headerOf(source, beginning);
  for (const code of ['o', 'i'] as const) {
    const data = streams[code].end();
    if (data.length > 0) yield { kind: 'event', at, code, data };
  }
  const told = exitCode ?? /COMMAND_EXIT_CODE="(\d{1,9})"/.exec(await bytes.rest())?.[1];
  if (told !== undefined) yield { kind: 'event', at, code: 'x', data: told };
}

type TimingEntry =
  | { readonly kind: 'H'; readonly name: string; readonly value: string }
  | { readonly kind: 'S'; readonly delay: Delay; readonly text: string }
  | { readonly kind: 'O' | 'I'; readonly delay: Delay; readonly bytes: number };
type Delay = NonNullable<ReturnType<typeof parseSeconds>>;

function readTimingLine(line: string): TimingEntry | undefined {
  const [, kind = 'O', time = '', rest = ''] = /^(?:([HSOI]) )?(\d+[.,]\d+) (.*?)\r?$/.exec(line) ?? [];
  const delay = parseSeconds(time.replace(',', '.'));
  if (!delay) return undefined;
  if (kind === 'S') return { kind, delay, text: rest };
  if (kind === 'H') {
    const [, name = '', value = ''] = /^(\S+) ?(.*)$/.exec(rest) ?? [];
    return { kind, name, value };
  }
  return /^\d{1,10}$/.test(rest) ? { kind: kind === 'I' ? 'I' : 'O', delay, bytes: Number(rest) } : undefined;
}

function headerOf(source: Readonly<Record<string, string>>, beginning: string): CastItem {
  const said = (name: string): string | undefined => source[name] ?? new RegExp(`[[ ]${name}="([^"]*)"`).exec(beginning)?.[1];
  const [term, command] = [said('TERM'), said('COMMAND')];
  const startedAt = Date.parse((source['START_TIME'] ?? /^Script started on (\S+ \S+)/.exec(beginning)?.[1] ?? '').replace(' ', 'T')) * 1000;
  return {
    kind: 'header', format: 'script', columns: cells(Number(said('COLUMNS')), 80), rows: cells(Number(said('LINES')), 24), source: source satisfies JsonObject,
    ...(startedAt > 0 && { startedAt }), ...(term !== undefined && { term }), ...(command !== undefined && { command }),
  };
}

function eventOfSignal(text: string, at: number): CastItem {
  const [rows, columns] = [/\bROWS=(\d+)/.exec(text)?.[1], /\bCOLS=(\d+)/.exec(text)?.[1]];
  if (text.startsWith('SIGWINCH') && rows !== undefined && columns !== undefined) return { kind: 'event', at, code: 'r', data: `${columns}x${rows}` };
  return { kind: 'event', at, code: 'S', data: text };
}

/** Gives bytes of a stream in the portions that are asked for. */
function createByteCursor(stream: AsyncIterable<Uint8Array>): { take(count: number): Promise<Uint8Array>; line(): Promise<string>; rest(): Promise<string> } {
  const iterator = stream[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  const more = async (): Promise<boolean> => {
    const { value, done = false } = await iterator.next();
    if (done || value === undefined) return false;
    const all = new Uint8Array(held.length + value.length);
    all.set(held);
    all.set(value, held.length);
    held = all;
    return true;
  };
  const cut = (count: number): Uint8Array => {
    const piece = held.slice(0, count);
    held = held.subarray(count);
    return piece;
  };
  return {
    async take(count) {
      while (held.length < count && (await more()));
      return cut(count);
    },
    /** The first line belongs to `script`, and no time counts it. */
    async line() {
      while (!held.includes(10) && held.length < LONGEST_BEGINNING && (await more()));
      return new TextDecoder().decode(cut(held.indexOf(10) + 1)).trimEnd();
    },
    async rest() {
      while (held.length < LONGEST_BEGINNING && (await more()));
      return new TextDecoder().decode(held.subarray(0, LONGEST_BEGINNING));
    },
  };
}

const LONGEST_BEGINNING = 64 * 1024;
