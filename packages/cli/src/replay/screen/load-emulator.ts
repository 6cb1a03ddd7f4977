import type * as headless from '@xterm/headless';

/** The emulator that follows recorded terminals. Loaded when it is needed: most commands never do. */
export type EmulatorClass = typeof headless.Terminal;

/** Loads the emulator. */
export async function loadEmulator(): Promise<EmulatorClass> {
  const module = (await import('@xterm/headless')) as typeof headless & { readonly default?: typeof headless }; // it is CommonJS: Node gives what it exports as `default`
  return (module.default ?? module).Terminal;
}
