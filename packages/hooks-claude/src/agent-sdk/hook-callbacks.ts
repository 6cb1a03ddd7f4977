import type { HookCallbackMatcher, HookEvent } from '@anthropic-ai/claude-agent-sdk';
import { isJsonObject } from '@playhead/protocol';
import { createClock } from '@playhead/recorder';
import { claudeHarness } from '../claude-harness.ts';
import { recordedEvents } from '../settings.ts';
import type { ClaudeState } from '../state.ts';
import { createRecordedSessions, type RecordedSession, type SessionRecorder } from './recorded-sessions.ts';

/** What the option `hooks` of a query takes. */
export type HookCallbacks = Partial<Record<HookEvent, HookCallbackMatcher[]>>;

/** Options of {@link createHookCallbacks}. */
export interface HookCallbackOptions {
  /** Whether a session store of {@link createSessionStore} records beside them: it tells the agent's texts, so they do not. Default false. */
  readonly besideStore?: boolean;
}

/**
 * Hooks for a query of the Claude Agent SDK that record its sessions, in the host's own process: no files, no further processes.
 *
 * They return nothing to the agent and do not hold it up; only at the end of a session do they wait until everything is handed to the recorder.
 *
 * @param recorder - Where the sessions go, such as that of `createRecorder`.
 *
 * @example
 * ```ts
 * const recorder = createRecorder({ storage: fsStorage() });
 * const options = { hooks: createHookCallbacks(recorder) }; // for query({ prompt, options })
 * ```
 */
export function createHookCallbacks(recorder: SessionRecorder, options: HookCallbackOptions = {}): HookCallbacks {
  const { besideStore = false } = options;
  const now = createClock();
  const sessionOf = createRecordedSessions(recorder);
  const states = new WeakMap<RecordedSession, ClaudeState>();

  async function told(input: unknown): Promise<Record<string, never>> {
    const at = now();
    const session = isJsonObject(input) ? sessionOf(input) : undefined;
    if (!session || !isJsonObject(input)) return {};
    const recorded = session.run(async (record) => {
      const evidence = await claudeHarness.gather(input);
      const { state, records } = claudeHarness.reduce(states.get(session) ?? claudeHarness.initialState(), input, { at, evidence });
      states.set(session, state);
      await record(records);
    });
    if (input['hook_event_name'] === 'SessionEnd') await recorded;
    return {};
  }

  const wanted = recordedEvents.filter((event) => !besideStore || event !== 'MessageDisplay');
  return Object.fromEntries(wanted.map((event) => [event, [{ hooks: [told] }]]));
}
