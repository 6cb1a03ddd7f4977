import { loadDefaultStorage } from '#default-storage';
import type { RecordEventOptions, RecorderHealth, RecordStartOptions, RecordStartResult, RecordStopOptions, RecordStopResult } from './options.ts';
import { createRecorder, type Recorder } from './recorder.ts';

/** The one piece of state of this package: a recorder for programs that make none themselves. */
let recorder: Recorder | undefined;

function defaultRecorder(): Recorder {
  return (recorder ??= createRecorder({ storage: loadDefaultStorage }));
}

/**
 * Begins a session, or joins the one that `sessionId` or `PLAYHEAD_SESSION_ID` names.
 *
 * @throws PlayheadError `invalid_session`, `storage_unavailable`, `storage_full`.
 *
 * @example
 * ```ts
 * const { sessionId, replayUrl } = await recordStart({ name: 'Fix the test', harness: 'my-agent', agentName: 'fixer', workspaceName: 'shop' });
 * ```
 */
export function recordStart(options: RecordStartOptions): Promise<RecordStartResult> {
  return defaultRecorder().recordStart(options);
}

/**
 * Adds an event to a session. Synchronous; never throws and never waits.
 *
 * @returns The id of the event.
 *
 * @example
 * ```ts
 * recordEvent({ sessionId, type: 'terminal_command', call: 'c1', data: { command: 'npm test' } });
 * ```
 */
export function recordEvent<const Type extends string>(options: RecordEventOptions<Type>): string {
  return defaultRecorder().recordEvent(options);
}

/**
 * Ends a session. May be called any number of times, from any number of processes.
 *
 * @throws PlayheadError `session_not_found`, and whatever the storage reports.
 *
 * @example
 * ```ts
 * await recordStop({ sessionId, outcome: 'success', finalOutput: { content: '# Done', format: 'markdown' } });
 * ```
 */
export function recordStop(options: RecordStopOptions): Promise<RecordStopResult> {
  return defaultRecorder().recordStop(options);
}

/** Resolves once everything recorded before the call is stored. */
export function flush(): Promise<void> {
  return recorder?.flush() ?? Promise.resolve();
}

/** How the default recorder is doing. */
export function health(): RecorderHealth {
  return defaultRecorder().health();
}

/** Flushes and releases the default recorder; the next call makes a new one. */
export async function close(): Promise<void> {
  const closing = recorder;
  recorder = undefined;
  await closing?.close();
}
