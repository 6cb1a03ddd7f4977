import { stateOf } from './emulator-state.ts';
import type { Emulator, EmulatorClass } from './types.ts';

/** What a terminal does as often as it is told: insert, delete, scroll, erase, repeat. */
const REPEATING = ['@', 'L', 'M', 'P', 'S', 'T', 'X', 'b', 'I', 'Z'] as const;
/** How a program tells to erase a part of the screen: all of it, or what is not protected. */
const ERASING = [{ final: 'J' }, { final: 'J', prefix: '?' }] as const;
/** More repetitions than this come from no program with a screen; a hundred million of them would hold everything up for minutes. */
const MOST_TIMES = 1000;

/**
 * Keeps an emulator from being held up by what was recorded: what it is told to do more than a thousand times at once, it does not do;
 * nor does it fail where a program erases up to the last place of the screen. Every emulator that shows a recorded terminal needs this, else it shows something else than keyframes do.
 *
 * @param emulator - A `Terminal` of `@xterm/headless` or `@xterm/xterm`.
 *
 * @example
 * ```ts
 * const { Terminal } = (await import('@xterm/headless')).default;
 * const terminal = new Terminal();
 * limitRepetitions(terminal);
 * ```
 */
export function limitRepetitions(emulator: Pick<Emulator, 'parser'>): void {
  for (const final of REPEATING) emulator.parser.registerCsiHandler({ final }, ([times]) => Number(times) > MOST_TIMES);
  for (const id of ERASING) emulator.parser.registerCsiHandler(id, ([part]) => part === 1 && eraseWhole(emulator as Emulator, 'prefix' in id)); // whoever has a parser has the rest
}

/**
 * Erases the screen where the cursor is at its very end and no row below it was ever there: 6.0.0 throws when it is told to erase up to there,
 * which is the same.
 *
 * @returns Whether it is so.
 */
function eraseWhole(emulator: Emulator, keepsProtected: boolean): boolean {
  const { buffers: { active }, _inputHandler } = stateOf(emulator);
  if (active.x + 1 < emulator.cols || active.lines.get(active.y + 1)) return false;
  _inputHandler.eraseInDisplay({ params: [2] }, keepsProtected);
  return true;
}

/** Makes an emulator that nothing recorded can hold up: nobody hears what it would answer, and what it is told to do too often it does not do. */
export function calmEmulator(make: EmulatorClass, { columns, rows, scrollback }: { readonly columns: number; readonly rows: number; readonly scrollback: number }): Emulator {
  const emulator = new make({ cols: columns, rows, scrollback, allowProposedApi: true, logLevel: 'off' });
  limitRepetitions(emulator);
  return emulator;
}
