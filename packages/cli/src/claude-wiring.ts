import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { claudeHookSettings, mergeSettings, shellHook, type ClaudeHooks, type HookCommand } from '@playhead/hooks-claude';
import { isJsonObject, PlayheadError, type JsonObject, type JsonValue } from '@playhead/protocol';
import type { CommandInput, CommandOption } from './command.ts';
import { shimPath } from './local-server.ts';
import { readSettings, replaceSettings } from './settings-file.ts';
import { cliVersion } from './version.ts';

/** How the hooks of Claude Code reach a recording. */
export type ClaudeTransport = 'plugin' | 'http' | 'spool';

/** `--transport`. */
export const transportOption: CommandOption = { type: 'string', value: 'plugin|http|spool', values: ['plugin', 'http', 'spool'], about: 'how events arrive: to a local server (http, the default), by files on the disk (spool), or by the plugin' };

/** @throws PlayheadError `usage`. */
export function transportOf(input: CommandInput): ClaudeTransport {
  const transport = input.text('transport') ?? 'http';
  if (transport === 'plugin' || transport === 'http' || transport === 'spool') return transport;
  throw new PlayheadError('usage', `--transport must be plugin, http or spool, not "${transport}".`);
}

/** What the hooks need to know of this machine. */
export interface WiringPlace {
  readonly url: string;
  readonly dir: string;
  /** Whether recordings lie where the hooks look by themselves. */
  readonly isDefaultDir: boolean;
}

/** The `hooks` object that a transport stands for. Of the plugin: its own. */
export function claudeHooksOf(transport: ClaudeTransport, { url, dir, isDefaultDir }: WiringPlace): ClaudeHooks {
  if (transport === 'plugin') return pluginHooks();
  const version = cliVersion();
  const spool = { spoolScript: join(pluginDirectory(), 'hooks', 'spool.sh'), ...(!isDefaultDir && { dataDirectory: dir }) };
  if (transport === 'spool') return claudeHookSettings({ transport, version, ...spool });
  return claudeHookSettings({ serverUrl: url, version, command: sessionStartCommand(), ...(isHere(url) && spool) });
}

/** Puts hooks into a settings file. @returns Whether anything changed, and where the file as it was is kept. */
export function wireSettings(path: string, hooks: ClaudeHooks): { readonly changed: boolean; readonly backup: string | undefined } {
  const file = readSettings(path);
  const merged = mergeSettings(file.settings, hooks);
  const changed = !isDeepStrictEqual(merged, file.settings);
  return { changed, backup: changed ? replaceSettings(file, merged) : undefined };
}

/**
 * Where the plugin is in this installation.
 *
 * @throws PlayheadError `internal` when the package was installed without it.
 */
export function pluginDirectory(): string {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@playhead/hooks-claude/package.json')), 'plugin');
  if (existsSync(folder)) return folder;
  throw new PlayheadError('internal', `The plugin is not in ${folder}, so Claude Code was not wired. Install playhead again.`);
}

function pluginHooks(): ClaudeHooks {
  const { hooks } = pluginFile();
  return (isJsonObject(hooks) ? hooks : {}) as ClaudeHooks; // generated from hooks
}

/** The modules that the plugin runs inside Claude Code, as its `hooks.json` names them. */
export function pluginModules(): JsonValue {
  return pluginFile()['modules'] ?? [];
}

function pluginFile(): JsonObject {
  return JSON.parse(readFileSync(join(pluginDirectory(), 'hooks', 'hooks.json'), 'utf8')) as JsonObject; // our own file
}

/** Whether a server is on this machine, so that it reads the disk that hooks write to. */
function isHere(url: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);
}

/** The command hook for what Claude Code does not send over HTTP. Where it is not built, that of the plugin, which leaves it on the disk. */
function sessionStartCommand(): HookCommand {
  const require = createRequire(import.meta.url);
  const script = join(dirname(require.resolve('@playhead/hooks-claude/package.json')), 'dist', 'session-start-hook.js');
  if (existsSync(script)) return `${quoted(process.execPath)} ${quoted(script)} ${quoted(shimPath())}`;
  return shellHook(join(pluginDirectory(), 'hooks', 'session-start.sh'), `http-${cliVersion()}`);
}

function quoted(path: string): string {
  return `"${path.replaceAll(/(["\\$`])/g, '\\$1')}"`;
}
