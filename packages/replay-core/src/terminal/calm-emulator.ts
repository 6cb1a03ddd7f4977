import type { Emulator, EmulatorClass } from './types.ts';

/** What a terminal does as often as it is told: insert, delete, scroll, erase, repeat. */
const REPEATING = ['@', 'L', 'M', 'P', 'S', 'T', 'X', 'b', 'I', 'Z'] as const;
/** More repetitions than this come from no program with a screen; a hundred million of them would hold everything up for minutes. */
const MOST_TIMES = 1000;

/**
 * Keeps an emulator from being held up by what was recorded: what it is told to do more than a thousand times at once, it does not do.
 * Every emulator that shows a recorded terminal needs this, else it shows something else than keyframes do.
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
}

/** Makes an emulator that nothing recorded can hold up: nobody hears what it would answer, and what it is told to do too often it does not do. */
export function calmEmulator(make: EmulatorClass, { columns, rows, scrollback }: { readonly columns: number; readonly rows: number; readonly scrollback: number }): Emulator {
  const emulator = new make({ cols: columns, rows, scrollback, allowProposedApi: true, logLevel: 'off' });
  limitRepetitions(emulator);
  return emulator;
}
