import type { SessionStorage } from '@playhead/protocol';
import { storageSource } from '../source/storage-source.ts';
import { KEYFRAMES, KEYFRAMES_VERSION } from './keyframes-file.ts';
import { openTerminalLog, type TerminalLog } from './terminal-log.ts';
import type { EmulatorClass } from './types.ts';

/** Terminals of shorter logs are shown as fast without keyframes. In bytes of the log. */
export const KEYFRAMES_FROM_BYTES: number = 512 * 1024;

/** So often what there is so far is kept, in milliseconds. */
const KEEP_EVERY_MS = 3000;

/** Options of {@link keepKeyframes}. */
export interface KeepKeyframesOptions {
  /** Loads what makes keyframes: the class `Terminal` of `@xterm/headless`. */
  readonly emulator: () => Promise<EmulatorClass>;
  readonly signal?: AbortSignal;
  /** Ends it as soon as a part of the log was read to its end: what was made until then is kept, and gone on with the next time. Default: at the end of the log. */
  readonly enough?: AbortSignal;
  /** Called every few milliseconds of work: it goes on once this resolves. Default: lets others go first for a moment. */
  readonly pause?: () => Promise<unknown>;
}

/**
 * Keeps the screens of the terminals of a session with it, some for each 64 KiB of output, so that whoever seeks in one reads no more than that. Goes on where it
 * ended the last time; holds one screen of each terminal that is at work, and one block of its output.
 *
 * @returns Whether there was something to keep.
 * @throws PlayheadError `session_not_found`, and whatever the storage reports; what the signal was aborted with.
 *
 * @example
 * ```ts
 * await keepKeyframes(storage, sessionId, { emulator: async () => (await import('@xterm/headless')).default.Terminal });
 * ```
 */
export async function keepKeyframes(storage: SessionStorage, sessionId: string, { emulator, signal = new AbortController().signal, enough, pause }: KeepKeyframesOptions): Promise<boolean> {
  if (!storage.capabilities.derived) return false;
  const source = storageSource(storage, sessionId, { live: false });
  const { text } = source;
  let keptAt = performance.now();
  let rewritten = false;
  const keep = async (log: TerminalLog): Promise<void> => {
    await storage.derived.put(sessionId, KEYFRAMES, KEYFRAMES_VERSION, await log.encode());
    keptAt = performance.now();
    // Whoever rewrote the log meanwhile has removed what was kept before: nothing of the old text may come back.
    rewritten ||= !(await log.isOfLog());
    if (rewritten) await storage.derived.put(sessionId, KEYFRAMES, KEYFRAMES_VERSION, new Uint8Array());
  };
  // Whoever waits for them can begin with those of the beginning.
  const onPart = async (log: TerminalLog): Promise<void> => {
    if (log.grown && !rewritten && (enough?.aborted || performance.now() - keptAt >= KEEP_EVERY_MS)) await keep(log);
    enough?.throwIfAborted();
  };
  const log = await openTerminalLog(source, emulator, { signal, onNews: new Set(), text: (blob) => text?.(blob, signal) ?? Promise.resolve(''), pause: pause ?? (() => new Promise((resolve) => setTimeout(resolve, 0))), onPart });
  try {
    await log.grow().catch((error: unknown) => {
      if (!enough?.aborted) throw error;
    });
    await emptyEarlier(storage, sessionId);
    if (!log.grown) return false;
    if (!enough?.aborted) await keep(log); // else it was kept between two parts
    return true;
  } finally {
    log.close();
  }
}

/** What an earlier version kept is read by nobody, and takes as much again. No storage has to be able to remove it alone, each can keep nothing in its place. */
async function emptyEarlier(storage: SessionStorage, sessionId: string): Promise<void> {
  for (let version = 1; version < KEYFRAMES_VERSION; version += 1) {
    const kept = await storage.derived.get(sessionId, KEYFRAMES, version);
    if (kept && kept.length > 0) await storage.derived.put(sessionId, KEYFRAMES, version, new Uint8Array());
  }
}
