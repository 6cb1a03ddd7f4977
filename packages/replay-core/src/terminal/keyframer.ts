import { calmEmulator } from './calm-emulator.ts';
import { isAtGround, stateOf, writeNow } from './emulator-state.ts';
import { pack } from './packed.ts';
import { isSameScreen } from './same-screen.ts';
import { serializeScreen } from './serialize-screen.ts';
import type { Keyframe, Size } from './tape.ts';
import type { Emulator, EmulatorClass, TerminalPiece } from './types.ts';

/** So many rows that scrolled out of sight are kept. */
const SCROLLBACK = 1000;
/** So much is written at once, in characters. */
const SLICE = 64 * 1024;

/** Shows one terminal, to keep its screen now and then. */
export class Keyframer {
  readonly #make: EmulatorClass;
  readonly #emulator: Emulator;

  constructor(make: EmulatorClass, { columns, rows }: Size) {
    this.#make = make;
    this.#emulator = calmEmulator(make, { columns, rows, scrollback: SCROLLBACK });
    stateOf(this.#emulator); // refuses another kind at once
  }

  /** Shows a screen that was kept. */
  restore(screen: string): void {
    writeNow(stateOf(this.#emulator), screen);
  }

  /** @param pause - Called between slices of a long piece. */
  async feed(piece: TerminalPiece, pause: () => Promise<void>): Promise<void> {
    if (piece.kind === 'resize') this.#emulator.resize(piece.columns, piece.rows);
    if (piece.kind !== 'output') return;
    const { data } = piece;
    const state = stateOf(this.#emulator);
    for (let at = 0; at < data.length; at += SLICE) {
      if (at > 0) await pause();
      writeNow(state, typeof data === 'string' ? data.slice(at, at + SLICE) : data.subarray(at, at + SLICE));
    }
  }

  get size(): Size {
    return { columns: this.#emulator.cols, rows: this.#emulator.rows };
  }

  /** Whether it is between two sequences, and nothing is held back until all of it is there. */
  get atGround(): boolean {
    const state = stateOf(this.#emulator);
    return isAtGround(state) && !state.coreService.decPrivateModes.synchronizedOutput;
  }

  /** Keeps what it shows; undefined where that cannot be written down exactly: it is tried out. */
  async keep(history: boolean): Promise<Keyframe | undefined> {
    if (!isAtGround(stateOf(this.#emulator))) return undefined;
    const screen = serializeScreen(this.#emulator);
    if (!this.#shows(screen)) return undefined;
    return { screen: await pack(screen), ...(history && { history: await pack(serializeScreen(this.#emulator, { scrollback: true })) }) };
  }

  close(): void {
    this.#emulator.dispose();
  }

  #shows(screen: string): boolean {
    const copy = calmEmulator(this.#make, { ...this.size, scrollback: 0 });
    const state = stateOf(copy);
    writeNow(state, screen);
    const same = isSameScreen(stateOf(this.#emulator), state, this.size);
    copy.dispose();
    return same;
  }
}
