import type { EmulatorClass } from '@playhead/replay-core/terminal';

/** Loads the emulator that keyframes are made with, once a terminal needs it. */
export async function loadEmulator(): Promise<EmulatorClass> {
  const loaded: { readonly Terminal?: EmulatorClass; readonly default?: { readonly Terminal: EmulatorClass } } = await import('@xterm/headless');
  const Terminal = loaded.Terminal ?? loaded.default?.Terminal; // by who loads it: a bundler or Node
  if (!Terminal) throw new TypeError('@xterm/headless has no Terminal.');
  return Terminal;
}
