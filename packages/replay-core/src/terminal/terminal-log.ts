import { type BlobRef, type Cursor, PlayheadError } from '@playhead/protocol';
import type { ReplaySource } from '../source/source.ts';
import { decodeTapes, encodeTapes, KEYFRAMES, KEYFRAMES_VERSION } from './keyframes-file.ts';
import { piecesOf } from './read-pieces.ts';
import { checkOf, type LogWitness, type RecordedOutput, stands } from './recorded-output.ts';
import { closedPart, createTape, isAfter, type Tape } from './tape.ts';
import { endedBy, openedBy } from './terminals.ts';
import { type LogSpan, TapeTrack } from './tape-track.ts';
import { TapeWriter } from './tape-writer.ts';
import type { PlacedRecords } from '../source/source.ts';
import type { EmulatorClass, TerminalHead, TerminalTrack } from './types.ts';

/** What {@link openTerminalLog} works with. */
export interface TerminalLogOptions {
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Where to hear that the log grew. */
  readonly onNews: Set<() => void>;
  readonly text: (blob: BlobRef) => Promise<string>;
  /** Called every few milliseconds of work: it goes on once this resolves. Default: lets others go first for a moment. */
  readonly pause?: () => Promise<unknown>;
  /** Called between two parts of the log, where what is known can be kept. */
  readonly onPart?: (log: TerminalLog) => Promise<void>;
}

/** So many emulators are held at once: more terminals than this are mostly not at work. */
const MOST_AWAKE = 8;
/** How long the beginning is waited for, in milliseconds. */
const SHORTLY_MS = 250;
/** Terminals of so many blocks are read in less than a second. */
const SHORT_BLOCKS = 64;
/** How long is worked without a pause, in milliseconds … */
const SLICE_MS = 8;
/** … and how long the pause is where nobody waits, and somebody else may make the same. */
const UNHURRIED_MS = 24;
/** So often it is looked whether somebody else was faster, in milliseconds … */
const LOOK_MS = 2000;
/** … by who made so many blocks meanwhile: what is kept may be megabytes, and nobody is faster than who follows what is printed now. */
const LOOK_BLOCKS = 8;

/** Opens the terminals of a session, with the keyframes that are kept with it. */
export async function openTerminalLog(source: Pick<ReplaySource, 'read' | 'derived' | 'pieces'>, emulator: () => Promise<EmulatorClass>, options: TerminalLogOptions): Promise<TerminalLog> {
  const { read, derived, pieces } = source;
  if (!read) throw new PlayheadError('not_found', 'This source cannot read a recording in parts, so its terminals cannot be shown. Give it a `read`.');
  const log = new TerminalLog({ read: (range) => read.call(source, range), ...(derived && { derived: derived.bind(source) }), ...(pieces && { pieces: pieces.bind(source) }), text: options.text }, await emulator(), options);
  await log.load();
  // Not before: what came while it was loaded would have all of the log read, of which everything is known.
  options.onNews.add(() => void log.grow().catch(() => undefined)); // whoever asks for something hears of it
  // What is short is there as a whole at once; whoever asks about what is long waits for no more than he asks for.
  await Promise.race([log.grow().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, SHORTLY_MS))]);
  return log;
}

/** The terminals of one session, read together: what is read for one is there for all. */
export class TerminalLog {
  /** Whether all that there was at the last look was read. */
  caughtUp = false;
  #grown = false;
  readonly #source: RecordedOutput;
  readonly #make: EmulatorClass;
  readonly #signal: AbortSignal;
  readonly #pause: () => Promise<void>;
  readonly #tapes: Map<string, Tape> = new Map();
  readonly #writers: Map<string, TapeWriter> = new Map();
  /** Where blocks began that are open, in the order in which they did. */
  readonly #open: Map<string, Cursor> = new Map();
  readonly #listeners: Set<() => void> = new Set();
  readonly #tracks: Map<string, TapeTrack> = new Map();
  #cursor: Cursor = '';
  readonly #span: LogSpan = { from: Infinity, to: 0 };
  #first: LogWitness | undefined;
  #last: { readonly from: Cursor; readonly to: Cursor; readonly record: Parameters<typeof checkOf>[0] } | undefined;
  #growing: Promise<void> | undefined;
  #again = false;
  readonly #onPart: TerminalLogOptions['onPart'];
  #waiting = 0;
  #looked: number = performance.now();
  #made = 0;

  constructor(source: RecordedOutput, make: EmulatorClass, { signal, pause, onPart }: TerminalLogOptions) {
    [this.#source, this.#make, this.#signal, this.#onPart] = [source, make, signal, onPart];
    let began = performance.now();
    this.#pause = async () => {
      if (performance.now() - began < SLICE_MS) return;
      await (pause ? pause() : moment(source.derived && this.#waiting === 0 && this.#isLong ? UNHURRIED_MS : 0));
      signal.throwIfAborted();
      began = performance.now();
    };
  }

  /** Takes what is kept, if it is of this log and goes further than what was read. @returns Whether it did. */
  async load(): Promise<boolean> {
    const bytes = await this.#source.derived?.(KEYFRAMES, KEYFRAMES_VERSION, this.#signal).catch(() => undefined); // it can be made again
    const kept = bytes && (await decodeTapes(bytes));
    if (!kept || kept.cursor <= this.#cursor) return false; // cursors of a log can be sorted
    const standing = await Promise.all(kept.witnesses.map((witness) => stands(witness, this.#source, this.#signal).catch(() => false)));
    if (standing.includes(false)) return false;
    this.#forget();
    for (const tape of kept.tapes) {
      this.#tapes.set(tape.id, tape);
      this.#passed(tape.head.startedAt);
      this.#passed(tape.endedAt);
    }
    this.#cursor = kept.cursor;
    this.#first = kept.witnesses[0];
    return true;
  }

  /** Reads what there is. @throws PlayheadError whatever the source reports; what the signal was aborted with. */
  grow(): Promise<void> {
    this.#again = true;
    this.#growing ??= this.#readAll().finally(() => {
      this.#growing = undefined;
    });
    return this.#growing;
  }

  /**
   * @param heads - Gives the terminals that are known, now.
   * @throws PlayheadError `not_found`.
   */
  track(id: string, heads: () => readonly TerminalHead[]): TerminalTrack {
    const known = this.#tracks.get(id);
    if (known) return known;
    const headNow = (): TerminalHead | undefined => heads().find((head) => head.id === id) ?? this.#tapes.get(id)?.head;
    if (!headNow()) throw new PlayheadError('not_found', 'The session has no such terminal. Take the id of one of `model.terminals`.');
    const track = new TapeTrack({
      head: headNow,
      tape: () => this.#tapes.get(id),
      source: this.#source, make: this.#make, closed: this.#signal, pause: this.#pause,
      isWhole: () => this.caughtUp,
      span: this.#span,
      nextNews: (signal) => this.#nextNews(signal),
      listeners: this.#listeners,
    });
    this.#tracks.set(id, track);
    void this.grow().catch(() => undefined); // whoever asks for something hears of it
    return track;
  }

  /** Whether more is known than what is kept: a block more, or where no block begins. */
  get grown(): boolean {
    return this.#grown || (this.#tapes.size > 0 && this.#open.size === 0 && this.#last !== undefined);
  }

  /** The terminals that were read so far. */
  get heads(): readonly TerminalHead[] {
    return [...this.#tapes.values()].map(({ head }) => head);
  }

  /** All that is known, to be kept. */
  async encode(): Promise<Uint8Array> {
    const last = this.#last && { from: this.#last.from, to: this.#last.to, check: checkOf(this.#last.record) };
    const witnesses = [this.#first, last].filter((witness) => witness !== undefined);
    const [resume = this.#cursor] = this.#open.values();
    return encodeTapes({ tapes: [...this.#tapes.values()].map(closedPart), cursor: resume, witnesses });
  }

  /** Whether the log is still the one that was read. */
  async isOfLog(): Promise<boolean> {
    const last = this.#last && { from: this.#last.from, to: this.#last.to, check: checkOf(this.#last.record) };
    for (const witness of [this.#first, last]) if (witness && !(await stands(witness, this.#source, this.#signal))) return false;
    return true;
  }

  /** Lets all emulators go. */
  close(): void {
    for (const writer of this.#writers.values()) writer.sleep();
  }

  async #readAll(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        for await (const part of this.#source.read({ ...(this.#cursor !== '' && { from: this.#cursor }), signal: this.#signal })) {
          await this.#takePart(part);
          this.#tell();
          await this.#onPart?.(this);
          if (!(await this.#overtaken())) continue;
          this.#again = true;
          break;
        }
      }
      this.caughtUp = true;
    } finally {
      this.#tell();
    }
  }

  async #takePart({ records, next }: PlacedRecords): Promise<void> {
    for (const { record, cursor } of records) {
      const place = { from: this.#cursor, to: cursor };
      this.#first ??= { ...place, check: checkOf(record) };
      this.#last = { ...place, record };
      this.#cursor = cursor;
      this.#passed(record.at);
      if (record.type === 'session_dropped') this.#forget();
      const { call, p, e, n } = record;
      if (call === undefined || !record.type.startsWith('terminal_')) continue;
      const opened = this.#tapes.has(call) ? undefined : openedBy(record);
      if (opened) this.#tapes.set(call, createTape(opened));
      const tape = this.#tapes.get(call);
      if (!tape || record.type === 'terminal_command' || !isAfter(tape.last, record)) continue;
      tape.head = endedBy(tape.head, record) ?? tape.head;
      const pieces = await piecesOf(record, this.#source.text);
      if (pieces.length > 0) await this.#write(tape, pieces, { p, e, n }, place);
      await this.#pause();
    }
    this.#cursor = next === '' ? this.#cursor : next;
  }

  async #write(tape: Tape, pieces: Awaited<ReturnType<typeof piecesOf>>, record: { readonly p: string; readonly e: number; readonly n: number }, place: { readonly from: Cursor; readonly to: Cursor }): Promise<void> {
    const writer = this.#writers.get(tape.id) ?? new TapeWriter(tape, { make: this.#make, source: this.#source, pause: this.#pause });
    this.#writers.delete(tape.id);
    this.#writers.set(tape.id, writer);
    const blocks = tape.blocks.length;
    await writer.append(pieces, record, place, this.#signal);
    const awake = [...this.#writers.values()].filter((other) => other.awake);
    if (awake.length > MOST_AWAKE) awake[0]?.sleep();
    if (tape.blocks.length > blocks) {
      this.#grown = true;
      this.#made += tape.blocks.length - blocks;
      this.#open.delete(tape.id);
    }
    if (tape.open && !this.#open.has(tape.id)) this.#open.set(tape.id, tape.open.from);
  }

  /** Whether somebody else read further meanwhile, and kept it. */
  async #overtaken(): Promise<boolean> {
    if (!this.#source.derived || this.#made < LOOK_BLOCKS || performance.now() - this.#looked < LOOK_MS) return false;
    const overtaken = await this.load();
    [this.#looked, this.#made] = [performance.now(), 0];
    return overtaken;
  }

  /** Whether there is so much that reading it is felt. */
  get #isLong(): boolean {
    for (const { blocks } of this.#tapes.values()) if (blocks.length > SHORT_BLOCKS) return true;
    return false;
  }

  #passed(at: number): void {
    this.#span.from = Math.min(this.#span.from, at);
    this.#span.to = Math.max(this.#span.to, at);
  }

  /** The content of the session was removed, or is known better. */
  #forget(): void {
    this.close();
    for (const held of [this.#tapes, this.#writers, this.#open]) held.clear();
    this.#first = undefined;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Resolves with the next thing that is known. */
  async #nextNews(signal: AbortSignal | undefined): Promise<void> {
    if (!this.#growing) return this.grow();
    this.#waiting += 1;
    await new Promise<void>((resolve) => {
      const heard = (): void => {
        this.#listeners.delete(heard);
        signal?.removeEventListener('abort', heard);
        resolve();
      };
      this.#listeners.add(heard);
      signal?.addEventListener('abort', heard);
    }).finally(() => { this.#waiting -= 1; });
  }
}

function moment(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
