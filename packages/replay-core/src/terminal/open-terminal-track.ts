import { PlayheadError, type SessionStorage } from '@playhead/protocol';
import { createModel } from '../model/create-model.ts';
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
 * Opens a recorded terminal of a storage, without a replay. It is read to the present end, and does not go on.
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
  const model = createModel({ sessionId });
  for await (const { records } of storage.read(sessionId, { signal })) {
    model.add(records.flatMap(({ record }) => (record.type === 'session_dropped' || (record.call !== undefined && (record.type.startsWith('terminal_') || record.type === 'tool_result')) ? [record] : [])));
  }
  const heads = model.model.terminals;
  const id = terminalId ?? heads[0]?.id;
  if (id === undefined) throw new PlayheadError('not_found', 'The session has no terminal. Choose one that recorded one.');
  const text = (blob: Parameters<NonNullable<typeof source.text>>[0]): Promise<string> => source.text?.(blob, signal) ?? Promise.resolve('');
  return (await openTerminalLog(source, emulator, { signal, onNews: new Set(), text })).track(id, () => heads);
}
