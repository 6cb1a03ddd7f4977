import { limitRepetitions } from './limits.ts';
import type { Emulator, EmulatorClass } from './types.ts';

/** Makes an emulator that nothing recorded can hold up: nobody hears what it would answer, and what it is told to do too often it does not do. */
export function calmEmulator(make: EmulatorClass, { columns, rows, scrollback }: { readonly columns: number; readonly rows: number; readonly scrollback: number }): Emulator {
  const emulator = new make({ cols: columns, rows, scrollback, allowProposedApi: true, logLevel: 'off' });
  limitRepetitions(emulator);
  return emulator;
}
