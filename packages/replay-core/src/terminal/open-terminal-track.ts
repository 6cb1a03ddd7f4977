import { PlayheadError, type SessionStorage } from '@playhead/protocol';
import { storageSource } from '../source/storage-source.ts';
import { openTerminalLog } from './terminal-log.ts';
import type { EmulatorClass, TerminalTrack } from './types.ts';

/** Options of {@link openTerminalTrack}. */
export interface OpenTerminalTrackOptions {
  /** Loads what makes keyframes: the class `Terminal` of `@xterm/headless`. */
  readonly emulator: () => Promise<EmulatorClass>;
  /** Which terminal. Default the first one of the session. */
  readonly terminalId?: string;
  readonly signal?: AbortSignal;
}

/**
 * Opens a recorded terminal of a storage, without a replay. It is read to the present end, as far as no keyframes of it are kept, and does not go on.
 *
 * @throws PlayheadError `not_found` when the session has no such terminal; `session_not_found`, `aborted`, and whatever the storage reports.
 *
 * @example
 * ```ts
 * const track = await openTerminalTrack(storage, sessionId, { emulator: async () => (await import('@xterm/headless')).default.Terminal });
 * const { writes } = await track.screenAt(track.endedAt);
 * ```
 */
export async function openTerminalTrack(storage: SessionStorage, sessionId: string, { emulator, terminalId, signal = new AbortController().signal }: OpenTerminalTrackOptions): Promise<TerminalTrack> {
  const source = storageSource(storage, sessionId, { live: false });
  const { text } = source;
  const log = await openTerminalLog(source, emulator, { signal, onNews: new Set(), text: (blob) => text?.(blob, signal) ?? Promise.resolve(''), pause: () => new Promise((resolve) => setTimeout(resolve, 0)) });
  await log.grow();
  log.close();
  const id = terminalId ?? log.heads[0]?.id;
  if (id === undefined) throw new PlayheadError('not_found', 'The session has no terminal. Choose one in which a command was recorded.');
  return log.track(id, () => []);
}
