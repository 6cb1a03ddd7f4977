import { calmEmulator } from './calm-emulator.ts';
import { isAtGround, type ScreenBuffer, stateOf, writeNow } from './emulator-state.ts';
import type { Size } from './tape.ts';
import type { EmulatorClass, TerminalHits, TerminalPiece } from './types.ts';

/** What {@link searchTape} works with. */
export interface SearchTapeOptions {
  readonly query: string;
  readonly size: Size;
  readonly make: EmulatorClass;
  readonly pause: () => Promise<void>;
  /** How many blocks there are, now. */
  readonly blocks: () => number;
  readonly read: (index: number) => Promise<readonly TerminalPiece[]>;
  /** Throws once nobody waits for it any more. */
  readonly check: () => void;
}

/** A look at the screen is taken after so much output, in characters, so that no line scrolls away between two … */
const LOOK_EVERY = 16 * 1024;
/** … and after so long, so that none comes and goes that somebody could have read. In microseconds. */
const LOOK_EVERY_US = 500_000;
const SCROLLBACK = 20_000;

/** Plays a terminal from its beginning, and looks for lines. Holds one block and one screen. */
export async function* searchTape({ query, size, make, pause, blocks, read, check }: SearchTapeOptions): AsyncGenerator<TerminalHits> {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return;
  const emulator = calmEmulator(make, { ...size, scrollback: SCROLLBACK });
  const state = stateOf(emulator);
  let shown: ReadonlySet<string> = new Set();
  try {
    for (let index = 0; index < blocks(); index += 1) {
      const hits: TerminalHits['hits'][number][] = [];
      let [printed, from, at] = [0, -Infinity, 0];
      const look = (): void => {
        const { active, normal } = state.buffers;
        const lines = new Set(linesWith(active, emulator.rows, wanted));
        for (const line of lines) if (!shown.has(line)) hits.push({ at, line });
        shown = new Set(linesWith(active, emulator.rows, wanted, active.ybase));
        // What scrolled away was looked at.
        if (active === normal && normal.ybase > 0 && isAtGround(state)) writeNow(state, '\u001b[3J');
        printed = 0;
      };
      for (const piece of await read(index)) {
        check();
        if (printed > 0 && piece.at - from >= LOOK_EVERY_US) look();
        if (piece.kind === 'resize') emulator.resize(piece.columns, piece.rows);
        if (piece.kind !== 'output') continue;
        if (printed === 0) from = piece.at;
        at = piece.at;
        for (let start = 0; start < piece.data.length; start += LOOK_EVERY) {
          const slice = typeof piece.data === 'string' ? piece.data.slice(start, start + LOOK_EVERY) : piece.data.subarray(start, start + LOOK_EVERY);
          writeNow(state, slice);
          printed += slice.length;
          if (printed >= LOOK_EVERY) look();
          await pause();
        }
      }
      if (printed > 0) look();
      yield { hits, searchedTo: at };
    }
  } finally {
    emulator.dispose();
  }
}

/** The lines of a screen that have a text, as one where they were wrapped. */
function* linesWith(buffer: ScreenBuffer, rows: number, wanted: string, from = 0): Generator<string, void, undefined> {
  let line = '';
  for (let index = from; index <= buffer.ybase + rows; index += 1) {
    const row = index < buffer.ybase + rows ? buffer.lines.get(index) : undefined;
    if (row?.isWrapped && index > from) {
      line += row.translateToString(false);
      continue;
    }
    if (line.toLowerCase().includes(wanted)) yield line.trimEnd();
    line = row?.translateToString(false) ?? '';
  }
}
