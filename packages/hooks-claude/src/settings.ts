import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';

/**
 * Every event that is asked for. `WorktreeCreate` never is: its hook replaces what it reports.
 * `PostToolBatch` must be: no other hook reports denied and refused calls.
 */
const HTTP_EVENTS: readonly string[] = [
  'PreToolUse', 'PostToolUse', 'PostToolUseFailure', 'PostToolBatch', 'PermissionRequest', 'PermissionDenied',
  'UserPromptSubmit', 'UserPromptExpansion', 'MessageDisplay', 'Stop', 'StopFailure', 'SubagentStart', 'SubagentStop',
  'SessionEnd', 'PreCompact', 'PostCompact', 'Notification', 'InstructionsLoaded', 'CwdChanged', 'FileChanged', 'ConfigChange',
  'TaskCreated', 'TaskCompleted', 'Elicitation', 'ElicitationResult', 'PreModelSwitch', 'PostModelSwitch',
];

/** Seconds an HTTP hook may take; a recorder that hangs must not hold up the agent. */
const HTTP_TIMEOUT = 5;

/** What the server must know of the agent's environment; the client sends an unset variable as an empty text. */
const ENVIRONMENT: JsonObject = {
  headers: { 'playhead-record': '$PLAYHEAD_RECORD', 'playhead-redaction': '$PLAYHEAD_REDACTION' },
  allowedEnvVars: ['PLAYHEAD_RECORD', 'PLAYHEAD_REDACTION'],
};

/** Handlers that an earlier wiring, perhaps with another port or path, left. */
const OURS = /^http http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}\/hooks\/claude$|^command .*hooks-claude[/\\](?:dist|src)[/\\]session-start-hook\.[jt]s\b/;

/** Claude Code's `hooks` object: event name to groups of handlers. */
export type ClaudeHooks = Readonly<Record<string, readonly JsonObject[]>>;

/** Where the hooks send what they see. */
export interface ClaudeHookSettingsOptions {
  /** Such as `http://127.0.0.1:7433`. */
  readonly serverUrl: string;
  /** The command of the SessionStart hook, which HTTP hooks do not support. Default: none; sessions begin with their next event. */
  readonly command?: string;
}

/**
 * The `hooks` object of a `settings.json` that records every event. Handlers are never `async`: those are killed
 * when the agent exits.
 *
 * @example
 * ```ts
 * claudeHookSettings({ serverUrl: 'http://127.0.0.1:7433', command: 'playhead-session-start' });
 * ```
 */
export function claudeHookSettings(options: ClaudeHookSettingsOptions): ClaudeHooks {
  const { serverUrl, command } = options;
  const url = `${serverUrl.replace(/\/+$/, '')}/hooks/claude`;
  const group = (handler: JsonObject): readonly JsonObject[] => [{ hooks: [handler] }];
  return Object.fromEntries([
    ...(command === undefined ? [] : [['SessionStart', group({ type: 'command', command, timeout: HTTP_TIMEOUT })] as const]),
    ...HTTP_EVENTS.map((event) => [event, group({ type: 'http', url, timeout: HTTP_TIMEOUT, ...ENVIRONMENT })] as const),
  ]);
}

/**
 * Adds hooks to settings and keeps everything else. Doing it twice changes nothing more.
 *
 * @param existing - The parsed `settings.json`; it is not changed.
 */
export function mergeSettings(existing: JsonObject, hooks: ClaudeHooks): JsonObject {
  const clean = removeSettings(existing, hooks);
  const kept = isJsonObject(clean['hooks']) ? clean['hooks'] : {};
  const added = Object.entries(hooks).map(([event, groups]) => [event, [...groupsOf(kept[event]), ...groups]] as const);
  return { ...clean, hooks: { ...kept, ...Object.fromEntries(added) } };
}

/**
 * Takes hooks out of settings again, and what became empty by that. Doing it twice changes nothing more.
 *
 * @param existing - The parsed `settings.json`; it is not changed.
 * @param hooks - What {@link claudeHookSettings} gave; Default: none. HTTP handlers to `/hooks/claude`
 *   of any loopback port and commands that run our session start hook go in any case.
 */
export function removeSettings(existing: JsonObject, hooks: ClaudeHooks = {}): JsonObject {
  const held = existing['hooks'];
  if (!isJsonObject(held)) return existing;
  const ours = new Set(Object.values(hooks).flatMap((groups) => groups.flatMap(({ hooks: handlers }) => groupsOf(handlers).map(targetOf))));
  const isOurs = (handler: JsonValue): boolean => {
    const target = targetOf(handler);
    return target !== undefined && (ours.has(target) || OURS.test(target));
  };
  const left = Object.entries(held).map(([event, groups]) => [event, Array.isArray(groups) ? groups.flatMap((group) => without(group, isOurs)) : groups] as const);
  const remaining = left.filter(([event, groups]) => !Array.isArray(groups) || groups.length > 0 || groupsOf(held[event]).length === 0);
  const { hooks: _hooks, ...rest } = existing;
  return remaining.length === 0 ? rest : { ...rest, hooks: Object.fromEntries(remaining) };
}

function without(group: JsonValue, isOurs: (handler: JsonValue) => boolean): readonly JsonValue[] {
  if (!isJsonObject(group) || !Array.isArray(group['hooks'])) return [group];
  const handlers = group['hooks'].filter((handler: JsonValue) => !isOurs(handler));
  if (handlers.length === group['hooks'].length) return [group];
  return handlers.length === 0 ? [] : [{ ...group, hooks: handlers }];
}

function groupsOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function targetOf(handler: JsonValue): string | undefined {
  if (!isJsonObject(handler)) return undefined;
  const target = handler['type'] === 'http' ? handler['url'] : handler['command'];
  return typeof target === 'string' ? `${String(handler['type'])} ${target}` : undefined;
}
