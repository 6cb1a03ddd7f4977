import type { EmulatorState } from './emulator-state.ts';
import type { Emulator } from './types.ts';

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
  for (const id of ERASING) emulator.parser.registerCsiHandler(id, ([part]) => part === 1 && eraseWhole(emulator, 'prefix' in id));
}

/**
 * Erases the screen where the cursor is at its very end and no row below it was ever there: 6.0.0 throws when it is told to erase up to there,
 * which is the same.
 *
 * @returns Whether it is so.
 */
function eraseWhole(emulator: Pick<Emulator, 'parser'>, keepsProtected: boolean): boolean {
  const { cols, _core: core } = emulator as { readonly cols?: number; readonly _core?: Partial<EmulatorState> }; // not told by its types; others than 6.0.0 are left alone
  const active = core?.buffers?.active;
  if (!active || !core._inputHandler || active.x + 1 < Number(cols) || active.lines.get(active.y + 1)) return false;
  core._inputHandler.eraseInDisplay({ params: [2] }, keepsProtected);
  return true;
}
