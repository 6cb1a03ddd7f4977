import type { Emulator, EmulatorClass } from './types.ts';

/** What a terminal does as often as it is told: insert, delete, scroll, erase, repeat. */
const REPEATING = ['@', 'L', 'M', 'P', 'S', 'T', 'X', 'b', 'I', 'Z'] as const;
/** More repetitions than this come from no program with a screen; a hundred million of them would hold everything up for minutes. */
const MOST_TIMES = 1000;

/** Makes an emulator that nothing recorded can hold up: nobody hears what it would answer, and what it is told to do too often it does not do. */
export function calmEmulator(make: EmulatorClass, { columns, rows, scrollback }: { readonly columns: number; readonly rows: number; readonly scrollback: number }): Emulator {
  const emulator = new make({ cols: columns, rows, scrollback, allowProposedApi: true, logLevel: 'off' });
  for (const final of REPEATING) emulator.parser.registerCsiHandler({ final }, ([times]) => Number(times) > MOST_TIMES);
  return emulator;
}
