import type { ReplayStore, TerminalHead, TerminalPiece, TerminalTrack } from '@playhead/replay-core';
import { limitRepetitions } from '@playhead/replay-core/terminal';
import { plain } from '../../plain-text.ts';
import { type EmulatorClass, loadEmulator } from '../screen/load-emulator.ts';
import { readScreen } from '../screen/read-screen.ts';
import type { CursorPlace } from '../screen/painter.ts';
import type { Theme } from '../view/theme.ts';
import { heatOver } from './heat-over.ts';
import type { Stage, StageHit } from './stage.ts';

/** With more output than this to go, a moment is faster restored than played to: characters or bytes. */
const PLAYED_ON = 262_144;
/** So many lines that scrolled away are kept. */
const SCROLLBACK = 5000;
/** The first look back for what changed last, in microseconds; each further one is longer. */
const LOOK_BACK_US = 50_000;

type Headless = InstanceType<EmulatorClass>;

/** Opens a recorded terminal: what it shows is what an emulator shows that heard all up to then. */
export async function openTerminalStage(store: ReplayStore, head: TerminalHead, theme: Theme): Promise<Stage> {
  const Emulator = await loadEmulator();
  const track = await store.terminal(head.id, async () => Emulator);
  const terminal = new Emulator({ cols: head.columns, rows: head.rows, scrollback: SCROLLBACK, allowProposedApi: true, logLevel: 'off' });
  limitRepetitions(terminal);
  return new TerminalStage(track, terminal, theme);
}

class TerminalStage implements Stage {
  readonly title: string;
  readonly #track: TerminalTrack;
  readonly #terminal: Headless;
  readonly #theme: Theme;
  /** The moment that the emulator shows, as far as the track was known then; undefined when that is not known. */
  #shownAt: number | undefined;
  /** The last that the emulator heard: from there on it can be played. */
  #heardTo: number | undefined;
  readonly #stopHearing: () => void;
  #wanted = Number.NEGATIVE_INFINITY;
  #going: Promise<void> | undefined;
  #cursorHidden = false;
  /** How many lines somebody looks back, and whether the emulator knows what scrolled away. */
  #back = 0;
  #hasHistory = false;

  constructor(track: TerminalTrack, terminal: Headless, theme: Theme) {
    [this.#track, this.#terminal, this.#theme] = [track, terminal, theme];
    this.title = plain(track.head.command, 60);
    const cursor = (hidden: boolean) => (parameters: readonly (number | number[])[]): boolean => {
      if (parameters.includes(25)) this.#cursorHidden = hidden;
      return false;
    };
    this.#stopHearing = track.subscribe(() => { this.#shownAt = undefined; }); // what came may belong before the moment that is shown
    terminal.parser.registerCsiHandler({ prefix: '?', final: 'l' }, cursor(true));
    terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, cursor(false));
  }

  goTo(at: number): Promise<void> {
    if (at !== this.#wanted) this.#back = 0;
    this.#wanted = at;
    return (this.#going ??= this.#go().finally(() => { this.#going = undefined; }));
  }

  draw(): ReturnType<Stage['draw']> {
    const { active } = this.#terminal.buffer;
    this.#back = Math.min(this.#back, active.baseY);
    const grid = readScreen(this.#terminal, { above: this.#back, colors: this.#theme.colors });
    const cursor: CursorPlace = { x: Math.min(active.cursorX, grid.columns - 1), y: active.cursorY };
    return { grid, ...(!this.#cursorHidden && this.#back === 0 && { cursor }) };
  }

  async scroll(lines: number): Promise<void> {
    if (lines > 0) await this.#fetchHistory();
    this.#back = Math.max(0, this.#back + lines);
  }

  async reveal(line: string): Promise<void> {
    if (rowOf(this.#terminal, line) < this.#terminal.buffer.active.baseY) await this.#fetchHistory();
    const { active } = this.#terminal.buffer;
    const row = rowOf(this.#terminal, line);
    this.#back = row < 0 || row >= active.baseY ? 0 : active.baseY - Math.max(0, row - Math.floor(this.#terminal.rows / 3));
  }

  async change(at: number, by: 1 | -1): Promise<number | undefined> {
    if (by > 0) return this.#firstChange(at);
    const here = await this.#lastChange(at);
    return here === undefined ? undefined : this.#lastChange(here - 1);
  }

  async *search(query: string, signal: AbortSignal): AsyncGenerator<readonly StageHit[]> {
    const found: StageHit[] = [];
    for await (const { hits } of this.#track.search(query, signal)) {
      found.push(...hits);
      yield found;
    }
    yield found;
  }

  heat: Stage['heat'] = (stretches, timeMap) => heatOver(this.#track, stretches, timeMap);
  end: Stage['end'] = () => this.#track.endedAt;
  subscribe: Stage['subscribe'] = (listener) => this.#track.subscribe(listener);
  close: Stage['close'] = () => {
    this.#stopHearing();
    this.#terminal.dispose();
  };

  async #go(): Promise<void> {
    for (let at = this.#wanted; this.#shownAt !== at; at = this.#wanted) {
      this.#shownAt = at; // before anything is read: what comes meanwhile takes it back
      const from = this.#heardTo;
      const pieces = from === undefined || from > at ? undefined : await this.#piecesTo(from, at);
      if (pieces) {
        for (const piece of joined(pieces)) await this.#apply(piece);
        this.#heardTo = pieces.at(-1)?.at ?? from;
      } else await this.#restore(at, false);
      this.#hasHistory &&= pieces !== undefined;
    }
  }

  /** Has the emulator know what scrolled away before the moment that it shows. */
  async #fetchHistory(): Promise<void> {
    if (this.#hasHistory) return;
    await this.#going;
    await this.#restore(this.#wanted, true);
    this.#hasHistory = true;
  }

  /** What to play to come from one moment to another; undefined when that is more than to restore it. */
  async #piecesTo(from: number, to: number): Promise<readonly TerminalPiece[] | undefined> {
    const pieces: TerminalPiece[] = [];
    let length = 0;
    for await (const batch of this.#track.pieces(from, to)) {
      for (const piece of batch) {
        pieces.push(piece);
        if (piece.kind === 'output') length += piece.data.length;
      }
      if (length > PLAYED_ON) return undefined;
    }
    return pieces;
  }

  async #restore(at: number, scrollback: boolean): Promise<void> {
    const known = this.#track.endedAt;
    const { writes } = await this.#track.screenAt(at, { scrollback });
    // Of what came while it was read, nobody can tell whether it is in: then the next look restores it again.
    this.#heardTo = at <= known || known === this.#track.endedAt ? Math.min(at, known) : undefined;
    this.#terminal.reset();
    this.#cursorHidden = false;
    for (const { columns, rows, data } of writes) {
      this.#terminal.resize(columns, rows);
      await this.#write(data);
    }
  }

  async #apply(piece: TerminalPiece): Promise<void> {
    if (piece.kind === 'resize') this.#terminal.resize(piece.columns, piece.rows);
    else if (piece.kind === 'output') await this.#write(piece.data);
  }

  #write(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => { this.#terminal.write(data, resolve); });
  }

  async #firstChange(at: number): Promise<number | undefined> {
    for await (const pieces of this.#track.pieces(at, Number.MAX_SAFE_INTEGER)) {
      const found = pieces.find(changesScreen);
      if (found) return found.at;
    }
    return undefined;
  }

  /** When the screen changed last, up to a moment. */
  async #lastChange(at: number): Promise<number | undefined> {
    for (let [to, length] = [at, LOOK_BACK_US]; to >= this.#track.startedAt; [to, length] = [to - length, length * 4]) {
      let last: number | undefined;
      for await (const pieces of this.#track.pieces(to - length, to)) last = pieces.findLast(changesScreen)?.at ?? last;
      if (last !== undefined) return last;
    }
    return undefined;
  }
}

/** The lowest row in which a line begins, also of those that scrolled away; -1 where it is not there. */
function rowOf({ buffer: { active } }: Headless, line: string): number {
  let below = '';
  for (let row = active.length - 1; row >= 0; row -= 1) {
    const read = active.getLine(row);
    const text = `${read?.translateToString(false) ?? ''}${below}`;
    below = read?.isWrapped && row > 0 ? text : '';
    if (below === '' && text.trimEnd() === line) return row;
  }
  return -1;
}

function changesScreen({ kind }: TerminalPiece): boolean {
  return kind === 'output' || kind === 'resize';
}

/** Pieces with texts that follow each other made one: an emulator reads one long text far faster. */
function* joined(pieces: readonly TerminalPiece[]): Generator<TerminalPiece> {
  let text: string[] = [];
  let at = 0;
  for (const piece of pieces) {
    if (piece.kind === 'output' && typeof piece.data === 'string') {
      text.push(piece.data);
      at = piece.at;
      continue;
    }
    if (text.length > 0) yield { kind: 'output', at, data: text.join('') };
    text = [];
    yield piece;
  }
  if (text.length > 0) yield { kind: 'output', at, data: text.join('') };
}
