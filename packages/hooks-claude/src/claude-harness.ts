import { isJsonObject, type JsonObject, type SessionHeader } from '@playhead/protocol';
import type { HarnessAdapter, HarnessContext, HarnessHistory, ShellCall } from '@playhead/recorder';
import { gather } from './gather.ts';
import { dropsSession } from './private-command.ts';
import { valueDigest } from './digest.ts';
import { reduce } from './reduce.ts';
import { restore } from './restore.ts';
import { commandOfLine } from './shell-line.ts';
import { initialState, type ClaudeState } from './state.ts';
import { claudeHistory } from './transcript/claude-history.ts';
import { TRANSCRIPT_LOSES } from './transcript/transcript-reader.ts';

/**
 * Records Claude Code by its hooks: payloads in, records out. Works with 2.1.197 to 2.1.329.
 *
 * @example
 * ```ts
 * const handler = createHandler({ storage, harnesses: [claudeHarness] }); // answers POST /hooks/claude
 * ```
 */
export const claudeHarness: HarnessAdapter<ClaudeState> & { readonly history: HarnessHistory } = {
  name: 'claude',
  harness: 'claude-code',
  sessionOf: (payload) => textOf(payload, 'session_id'),
  beginsSession,
  dropsSession,
  headerOf,
  initialState,
  restore,
  gather,
  reduce,
  shellCallOf,
  history: claudeHistory,
};

/** What no hook carries; a transcript has it. */
const HOOKS_LOSE: readonly string[] = ['thinking', 'usage', 'user rejections until the next prompt', 'shell lines of the user'];
/** What the plugin's module does not tell either. */
const MODULE_LOSES: readonly string[] = ['usage', 'shell lines of the user'];

/** A session that ended goes on as another recording; so does one whose start was never seen. */
function beginsSession(payload: JsonObject, state: ClaudeState | undefined): boolean {
  if (state === undefined) return true;
  const event = textOf(payload, 'hook_event_name');
  return state.ended && (event === 'UserPromptSubmit' || (event === 'SessionStart' && textOf(payload, 'source') !== 'compact'));
}

/** Of equal commands that run side by side each has its own process: the one that was called first is taken for the one that was started first. */
function shellCallOf({ calls }: ClaudeState, line: string, taken: ReadonlySet<string>): ShellCall | undefined {
  const command = commandOfLine(line);
  const wanted = command === undefined ? undefined : valueDigest(command);
  const call = wanted === undefined ? undefined : calls.find((one) => one.command === wanted && !taken.has(one.id));
  return call && { call: call.id, ...(call.turn !== undefined && { turn: call.turn }), ...(call.agent !== undefined && { agent: call.agent }) };
}

function headerOf(payload: JsonObject, { transport = 'http' }: HarnessContext): Omit<SessionHeader, 'sessionId'> {
  const cwd = textOf(payload, 'cwd');
  const harnessSessionId = textOf(payload, 'session_id');
  const model = textOf(payload, 'model');
  const transcriptPath = textOf(payload, 'transcript_path');
  const source = textOf(payload, 'hook_event_name') === 'SessionStart' ? textOf(payload, 'source') : undefined;
  const folder = cwd?.split(/[/\\]/).filter(Boolean).at(-1);
  return {
    name: folder ?? 'Claude Code',
    harness: 'claude-code',
    agentName: 'Claude Code',
    workspaceName: folder ?? 'unknown',
    ...(harnessSessionId !== undefined && { harnessSessionId }),
    ...(cwd !== undefined && { cwd }),
    ...(model !== undefined && { models: [model] }),
    capture: { tier: transport, loses: transport === 'module' ? MODULE_LOSES : transport === 'transcript' ? TRANSCRIPT_LOSES : HOOKS_LOSE },
    metadata: { ...(transcriptPath !== undefined && { transcriptPath }), ...(source !== undefined && { startedBy: source }) },
  };
}

function textOf(payload: unknown, name: string): string | undefined {
  const value = isJsonObject(payload) ? payload[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
