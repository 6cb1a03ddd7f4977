import { isAscii } from 'node:buffer';
import type { JsonObject } from '@playhead/protocol';
import type { RecordInput } from '../../harness.ts';
import type { RecordGuard } from '../../record-guard.ts';
import { createTerminalMoments, type TerminalMoment } from '../terminal-moments.ts';
import { createOutputCutter, type OutputPiece } from './cut-output.ts';
import { bytesOfText, createByteDecoder, hasOtherBytes, withoutOtherBytes } from './decode-bytes.ts';
import { createInputWriter } from './input-writer.ts';
import type { PtyExit, TerminalStart } from './messages.ts';

/** Writes down what happens in one terminal. Times are integer microseconds since the Unix epoch. */
export interface TerminalWriter {
  output(bytes: Uint8Array, at: number): void;
  /** @param bytes - Undefined for what must not be recorded. */
  input(bytes: Uint8Array | undefined, at: number): void;
  resize(columns: number, rows: number, at: number): void;
  end(exit: PtyExit, at: number): void;
  /** How many records there are. */
  readonly events: number;
}

/** Where records go. `safe`: they were redacted already. */
export type AddRecords = (inputs: readonly RecordInput[], options: { readonly safe: boolean }) => void;

/**
 * So much becomes text at a time, which one record holds: a longer text would be memory of its own, which the system gives and takes page by page. Bytes.
 */
const PIECE_BYTES = 20 * 1024;
/** How long a text waits for what may make a secret of it: milliseconds. */
const RELEASE_MS = 100;
/** How much is looked through for moments in that time, and how much of the end of what is more. Characters. */
const MOST_LOOKED = 16 * 1024;
const LAST_LOOKED = 8 * 1024;
/** How long the beginning of a sequence waits for its end: microseconds. */
const GIVE_UP_US = 1_000_000;

/**
 * Makes the writer of a terminal, and records that it began.
 *
 * @param now - The clock, in microseconds since the Unix epoch.
 */
export function createTerminalWriter(terminal: TerminalStart, guard: RecordGuard, add: AddRecords, now: () => number): TerminalWriter {
  const { id: call, command, cwd, columns, rows, term } = terminal;
  const startedAt = now();
  let events = 0;
  const record = (type: string, at: number, data: JsonObject, safe = false): void => {
    events += 1;
    add([{ type, at, call, data }], { safe });
  };
  record('terminal_command', startedAt, { command, cwd, pty: { columns, rows, term } });
  const isExact = guard.redaction === undefined;
  const stream = guard.stream?.(call); // asked once the guard has seen the command: it may name a sensitive source
  const decoder = createByteDecoder();
  const cutter = createOutputCutter();
  const typed = createInputWriter(guard.stream?.(call), (data, at) => record('terminal_input', at, data, stream !== undefined));
  let lastAt = startedAt;
  let looked = 0;
  let passed = { at: 0, text: '' };
  let quiet = true; // since the timer fired last
  let timer: ReturnType<typeof setTimeout> | undefined;

  const moments = createTerminalMoments();

  const mark = (found: readonly TerminalMoment[]): void => {
    for (const { at, ...moment } of found) record('moment', at, { ...moment });
  };
  const write = (pieces: readonly OutputPiece[]): void => {
    for (const { at, text } of pieces) {
      record('terminal_output', at, { ...textOf(text), stream: 'pty' }, stream !== undefined);
      lookAt(text, at);
    }
  };
  /** To look for moments costs more than all the rest: of a flood, which nobody reads, only the beginning and the end are looked at. */
  const lookAt = (text: string, at: number): void => {
    looked += text.length;
    if (looked <= MOST_LOOKED) mark(moments.output(at, text));
    else passed = { at, text: text.length < LAST_LOOKED ? (passed.text + text).slice(-LAST_LOOKED) : text };
  };
  const catchUp = (): void => {
    const { at } = passed;
    const text = passed.text.slice(-LAST_LOOKED);
    looked = 0;
    passed = { at: 0, text: '' };
    if (text !== '') mark(moments.output(at, text.slice(text.indexOf('\n') + 1)));
  };
  const print = (text: string, plain = false): void => {
    if (text !== '') write(cutter.push(text, lastAt, plain));
  };
  /** @param plain - Whether each character is one byte. */
  const take = (text: string, plain = false): void => {
    if (text === '') return;
    const safe = isExact ? text : withoutOtherBytes(text);
    print(stream ? stream.push(safe) : safe, plain && !stream);
  };
  /** Nothing came for a while: what waits is given as far as it may be. */
  const settle = (): void => {
    timer = undefined;
    catchUp();
    if (stream) print(quiet ? stream.settle() : stream.release());
    typed.release();
    const isOld = now() - (cutter.waitingSince ?? lastAt) > GIVE_UP_US;
    if (isOld && decoder.waiting) take(decoder.flush());
    if (isOld) write(cutter.flush());
    if (!quiet || cutter.waitingSince !== undefined || decoder.waiting) arm();
    quiet = true;
  };
  const arm = (): void => {
    timer ??= setTimeout(settle, RELEASE_MS);
    timer.unref();
  };

  return {
    output(bytes, at) {
      lastAt = at;
      quiet = false;
      for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
        const piece = bytes.subarray(from, from + PIECE_BYTES);
        const plain = !decoder.waiting && isAscii(piece);
        take(decoder.push(piece), plain);
      }
      arm();
    },
    input(bytes, at) {
      typed.type(bytes, at);
      mark(moments.input(at));
      arm();
    },
    resize(wide, high, at) {
      record('terminal_resize', at, { columns: wide, rows: high });
      mark(moments.resize(at, wide, high));
    },
    end({ exitCode, signal }, at) {
      clearTimeout(timer);
      take(decoder.flush());
      if (stream) print(stream.flush());
      write(cutter.flush());
      typed.end();
      catchUp();
      mark(moments.exit(at, exitCode, signal));
      record('terminal_output', at, { text: '', stream: 'pty', exitCode, ...(signal !== undefined && { signal }) }, true);
      record('tool_result', at, { status: exitCode === 0 ? 'ok' : 'failed', durationUs: at - startedAt });
    },
    get events() { return events; },
  };
}

/** A text as a record has it: bytes that are no UTF-8 make base64 of the piece. */
function textOf(text: string): { text: string; encoding?: 'base64' } {
  return hasOtherBytes(text) ? { text: bytesOfText(text).toString('base64'), encoding: 'base64' } : { text };
}
