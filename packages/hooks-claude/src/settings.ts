import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import { wiredHookOf } from './wired-hooks.ts';

/**
 * Every event that is asked for over HTTP. `WorktreeCreate` and `WorktreeRemove` never are: their hooks replace what they report.
 * `PostToolBatch` must be: no other hook reports denied and refused calls.
 */
const EVENTS: readonly string[] = [
  'PreToolUse', 'PostToolUse', 'PostToolUseFailure', 'PostToolBatch', 'PermissionRequest', 'PermissionDenied',
  'UserPromptSubmit', 'UserPromptExpansion', 'MessageDisplay', 'Stop', 'StopFailure', 'SubagentStart', 'SubagentStop',
  'SessionEnd', 'PreCompact', 'PostCompact', 'Notification', 'InstructionsLoaded', 'CwdChanged', 'FileChanged', 'ConfigChange',
  'TaskCreated', 'TaskCompleted', 'TeammateIdle', 'Elicitation', 'ElicitationResult', 'PreModelSwitch', 'PostModelSwitch', 'DirectoryAdded',
];

/** The client calls no HTTP hook for these. */
const COMMAND_EVENTS: readonly string[] = ['SessionStart', 'Setup'];

/**
 * Clients before these events refuse all hooks of a plugin that names one of them. The plugin's module sees them where a client has them; in settings an
 * older client passes over what it does not know.
 */
const TOO_NEW_FOR_PLUGINS: readonly string[] = ['PreModelSwitch', 'PostModelSwitch', 'DirectoryAdded'];

/** Every hook event that is recorded. */
export const recordedEvents: readonly string[] = [...COMMAND_EVENTS, ...EVENTS];

/** Seconds a hook may take; a recorder that hangs must not hold up the agent. */
const TIMEOUT = 5;

/** Claude Code's `hooks` object: event name to groups of handlers. */
export type ClaudeHooks = Readonly<Record<string, readonly JsonObject[]>>;

/** A command of a hook: a line for the shell, or a program with its arguments. */
export type HookCommand = string | { readonly command: string; readonly args: readonly string[] };

/** Hooks that send what they see to a server. */
export interface HttpHookOptions {
  /** Such as `http://127.0.0.1:7433`. */
  readonly serverUrl: string;
  /** The command of the hooks that may not be HTTP hooks: SessionStart and Setup. Default: none; sessions begin with their next event. */
  readonly command?: HookCommand;
  /**
   * Where `plugin/hooks/spool.sh` of this package is, for SessionEnd: the client prints a line when its HTTP hook finds no server, and an
   * end that waits on the disk is not lost. Default: SessionEnd goes over HTTP too, as it must where the server is another machine.
   */
  readonly spoolScript?: string;
  /** Where recordings live, unless the agent's `PLAYHEAD_HOME` says otherwise. Default: the XDG data directory. */
  readonly dataDirectory?: string;
  /** Whose hooks they are, as recordings and `playhead doctor` say it. Default `http`. */
  readonly transport?: 'http' | 'plugin';
  /** The version they tell the server, which compares it with its own. Default: none. */
  readonly version?: string;
}

/** Hooks that leave what they see on the disk. */
export interface SpoolHookOptions {
  readonly transport: 'spool';
  /** Where `plugin/hooks/spool.sh` of this package is. */
  readonly spoolScript: string;
  /** Where recordings live, unless the agent's `PLAYHEAD_HOME` says otherwise. Default: the XDG data directory. */
  readonly dataDirectory?: string;
  /** Their version. Default: none. */
  readonly version?: string;
}

/** How the hooks record. */
export type ClaudeHookSettingsOptions = HttpHookOptions | SpoolHookOptions;

/**
 * The `hooks` object of a `settings.json` that records every event. Handlers are never `async`: those are killed
 * when the agent exits.
 *
 * @example
 * ```ts
 * claudeHookSettings({ serverUrl: 'http://127.0.0.1:7433', command: 'playhead-session-start' });
 * claudeHookSettings({ transport: 'spool', spoolScript: '/opt/hooks-claude/plugin/hooks/spool.sh' });
 * ```
 */
export function claudeHookSettings(options: ClaudeHookSettingsOptions): ClaudeHooks {
  const group = (handler: JsonObject): readonly JsonObject[] => [{ hooks: [handler] }];
  if (options.transport === 'spool') {
    const handler = spoolHandler(options);
    return Object.fromEntries(recordedEvents.map((event) => [event, group(handler)] as const));
  }
  const { serverUrl, command, transport = 'http', version, spoolScript, dataDirectory } = options;
  const url = `${serverUrl.replace(/\/+$/, '')}/hooks/claude`;
  const started = command === undefined ? [] : COMMAND_EVENTS.map((event) => [event, group({ type: 'command', ...(typeof command === 'string' ? { command } : { command: command.command, args: [...command.args] }), timeout: TIMEOUT })] as const);
  const events = transport === 'plugin' ? EVENTS.filter((event) => !TOO_NEW_FOR_PLUGINS.includes(event)) : EVENTS;
  const sent = events.map((event) => [event, group({ type: 'http', url, timeout: TIMEOUT, ...environmentOf(transport, version) })] as const);
  const ended = spoolScript === undefined ? [] : [['SessionEnd', group(spoolHandler({ transport, spoolScript, ...(version !== undefined && { version }), ...(dataDirectory !== undefined && { dataDirectory }) }))] as const];
  return Object.fromEntries([...started, ...sent, ...ended]);
}

/** The name of the file says whose hook left it, and of which version that is. */
function spoolHandler({ transport, spoolScript, dataDirectory, version }: { transport: string; spoolScript: string; dataDirectory?: string; version?: string }): JsonObject {
  const from = version === undefined ? '' : `${transport}-${version}`;
  return { type: 'command', ...shellHook(spoolScript, from, ...(dataDirectory === undefined ? [] : [dataDirectory])), timeout: TIMEOUT };
}

/**
 * A hook that runs a script of ours in a shell. A shell that does not find its script ends with 2, by which a hook forbids what the agent is
 * about to do: so the shell looks first, and always ends with 0.
 */
export function shellHook(script: string, ...args: readonly string[]): { readonly command: string; readonly args: readonly string[] } {
  return { command: '/bin/sh', args: ['-c', '[ -r "$0" ] && . "$0"; exit 0', script, ...args] };
}

/** What the server must know of the agent's environment; the client sends an unset variable as an empty text. */
function environmentOf(transport: string, version: string | undefined): JsonObject {
  return {
    headers: {
      'playhead-record': '$PLAYHEAD_RECORD', 'playhead-redaction': '$PLAYHEAD_REDACTION', 'playhead-token': '$PLAYHEAD_TOKEN', 'playhead-session': '$PLAYHEAD_SESSION_ID',
      ...(version !== undefined && { 'playhead-hooks': `${transport}/${version}` }),
      ...(transport === 'plugin' && { 'playhead-module': '$PLAYHEAD_MODULE' }), // the session that the plugin's module takes care of
    },
    allowedEnvVars: ['PLAYHEAD_RECORD', 'PLAYHEAD_REDACTION', 'PLAYHEAD_TOKEN', 'PLAYHEAD_SESSION_ID', ...(transport === 'plugin' ? ['PLAYHEAD_MODULE'] : [])],
  };
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
 * @param hooks - What {@link claudeHookSettings} gave. Default: none; whatever {@link claudeHooksIn} finds goes in any case.
 */
export function removeSettings(existing: JsonObject, hooks: ClaudeHooks = {}): JsonObject {
  const held = existing['hooks'];
  if (!isJsonObject(held)) return existing;
  const ours = new Set(Object.values(hooks).flatMap((groups) => groups.flatMap(({ hooks: handlers }) => groupsOf(handlers).map(targetOf))));
  const isOurs = (handler: JsonValue): boolean => {
    const target = targetOf(handler);
    return (target !== undefined && ours.has(target)) || wiredHookOf('', handler) !== undefined;
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
  return typeof target === 'string' ? JSON.stringify([handler['type'], target, handler['args'] ?? []]) : undefined;
}
