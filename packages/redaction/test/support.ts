import { createLoadedRedactor, type LoadedRedactorOptions } from '../src/engine.ts';
import type { Redactor } from '../src/redactor.ts';

/** The key of a workspace. */
export const key: Uint8Array = new TextEncoder().encode('the key of one workspace');

/** A redactor that has all the time it wants: these tests share a busy machine. */
export function redactorOf(options: Partial<LoadedRedactorOptions> = {}): Redactor {
  return createLoadedRedactor({ key, deadlineMs: 600_000, ...options });
}
