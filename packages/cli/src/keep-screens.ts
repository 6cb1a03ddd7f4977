import type { SessionStorage } from '@playhead/protocol';
import { KEYFRAMES_FROM_BYTES, keepKeyframes } from '@playhead/replay-core/terminal';
import { loadEmulator } from './replay/screen/load-emulator.ts';

/**
 * Keeps the screens of a long terminal that was recorded or imported just now: whoever opens it next goes anywhere at once. What was made stays when this is
 * interrupted, and is gone on with by who needs it. Never throws.
 */
export async function keepScreens(storage: SessionStorage, sessionId: string, stop: { readonly signal: AbortSignal; readonly enough?: AbortSignal }): Promise<void> {
  try {
    if (await isLong(storage, sessionId)) await keepKeyframes(storage, sessionId, { emulator: loadEmulator, ...stop });
  } catch {
    // Nobody asked for it.
  }
}

/** What lists know of a session may have to be put together of all of its log first. */
async function isLong(storage: SessionStorage, sessionId: string): Promise<boolean> {
  let length = 0;
  for await (const { records } of storage.read(sessionId)) {
    for (const { line } of records) length += line.length;
    if (length >= KEYFRAMES_FROM_BYTES) return true;
  }
  return false;
}
