import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isJsonObject, PlayheadError, type JsonObject } from '@playhead/protocol';
import { pluginDirectory } from './claude-wiring.ts';
import { makeDataDirectory } from './local-server.ts';
import { readSettings, replaceSettings } from './settings-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The plugin as Claude Code names it: itself, and the marketplace it is from. */
const PLUGIN = 'playhead@playhead';

/** Claude Code, as it was started. */
interface Answer {
  readonly code: number;
  readonly text: string;
}

/** Where Claude Code keeps what is its own. */
export function claudeDirectory(env: Environment): string {
  return env['CLAUDE_CONFIG_DIR'] || join(env['HOME'] || homedir(), '.claude');
}

/**
 * The client reads a plugin of a local folder where it lies, not from its cache: so it gets a copy that stays when an installation of this
 * program goes, and that may say where the server listens.
 *
 * @returns Where the copy is.
 */
function copyPlugin(dir: string): string {
  const copy = join(dir, COPY);
  makeDataDirectory(dir);
  rmSync(copy, { recursive: true, force: true });
  cpSync(pluginDirectory(), copy, { recursive: true });
  return copy;
}

/** The copy in the data directory. */
const COPY = 'claude-plugin';

/**
 * Has Claude Code install the plugin, or a newer one over it.
 *
 * @throws PlayheadError `not_found` when there is no Claude Code, `conflict` when it refuses.
 */
export function installPlugin(env: Environment, cwd: string, scope: 'user' | 'project', dir: string): void {
  claude(['plugin', 'marketplace', 'add', copyPlugin(dir), '--scope', scope], env, cwd);
  claude(['plugin', 'install', PLUGIN, '--scope', scope], env, cwd);
}

/** Has Claude Code bring the installed plugin to the version of this installation. */
export function updatePlugin(env: Environment, cwd: string, scope: 'user' | 'project', dir: string): void {
  copyPlugin(dir);
  claude(['plugin', 'marketplace', 'update', 'playhead'], env, cwd);
  claude(['plugin', 'update', PLUGIN, '--scope', scope], env, cwd);
}

/**
 * Has Claude Code remove the plugin, and takes its traces out of the settings.
 *
 * @returns Whether there was one.
 */
export function removePlugin(env: Environment, cwd: string, scope: 'user' | 'project', settingsPath: string): boolean {
  if (pluginIn(readSettings(settingsPath).settings) === undefined) return false;
  const copy = localPlugin(env);
  claude(['plugin', 'uninstall', PLUGIN, '--scope', scope], env, cwd);
  claude(['plugin', 'marketplace', 'remove', 'playhead'], env, cwd);
  const file = readSettings(settingsPath);
  const rest = withoutPlugin(file.settings);
  if (copy !== undefined && basename(copy) === COPY) rmSync(copy, { recursive: true, force: true });
  if (file.text !== undefined) replaceSettings(file, rest);
  return true;
}

/** Whether settings switch the plugin on; undefined where they do not know it. */
export function pluginIn(settings: JsonObject): boolean | undefined {
  const enabled = isJsonObject(settings['enabledPlugins']) ? settings['enabledPlugins'][PLUGIN] : undefined;
  return enabled === undefined ? undefined : enabled !== false;
}

/** The version of the plugin that Claude Code has in its cache; undefined when it has none. */
export function cachedPluginVersion(env: Environment): string | undefined {
  return cachedPlugins(env).at(-1)?.version;
}

/** Where the plugin sends events, by the files that Claude Code reads; undefined when there is none. */
export function cachedPluginUrl(env: Environment): string | undefined {
  const folder = localPlugin(env) ?? cachedPlugins(env).at(-1)?.path;
  return folder === undefined ? undefined : /http:\/\/127\.0\.0\.1:\d{1,5}(?=\/mcp)/.exec(textOf(join(folder, '.mcp.json')))?.[0];
}

/**
 * Has the plugin send to a server of this machine that had to take another port. Claude Code knows no address that a plugin could
 * look up, and reads the plugin when it starts.
 *
 * @returns What was done, for people; undefined when nothing was to do.
 */
export function pointPluginAt(env: Environment, url: string): string | undefined {
  const host = /^http:\/\/(127\.0\.0\.1:\d{1,5})$/.exec(url)?.[1];
  const from = cachedPluginUrl(env);
  if (host === undefined || from === undefined || from === url || env['PLAYHEAD_URL']) return undefined;
  for (const path of foldersOf(env)) {
    for (const name of PLACES) {
      const text = textOf(join(path, name));
      const changed = text.replaceAll(/\b127\.0\.0\.1:\d{1,5}\b/g, host);
      if (changed !== text) writeFileSync(join(path, name), changed);
    }
  }
  return `The plugin of Claude Code sent to ${from}; sessions that start from now on send to ${url}.`;
}

/** The files of the plugin that name the server. */
const PLACES: readonly string[] = ['hooks/hooks.json', 'hooks/over-http.json', '.mcp.json', '.claude-plugin/plugin.json'];

/** Whether the plugin left its HTTP hooks out, since its module ran in the sessions before. A client without modules would send nothing. */
export function leavesHttpOut(env: Environment): boolean {
  return foldersOf(env).some((path) => { const text = textOf(join(path, HOOKS)); return text !== '' && !text.includes('"http"'); });
}

/** Has the plugin send over HTTP again, from the next session on. The session after it that runs the module leaves that out anew. */
export function sendOverHttp(env: Environment): void {
  for (const path of foldersOf(env)) {
    const text = textOf(join(path, 'hooks/over-http.json'));
    if (text !== '') writeFileSync(join(path, HOOKS), text);
  }
}

const HOOKS = 'hooks/hooks.json';

/** Where the client may read the plugin: the folder it was told of, and its cache. */
function foldersOf(env: Environment): readonly string[] {
  return [localPlugin(env) ?? [], ...cachedPlugins(env).map(({ path }) => path)].flat().filter((path) => path !== '');
}

/** The folder of the plugin that Claude Code was told of, where it is one of this machine. */
function localPlugin(env: Environment): string | undefined {
  try {
    const known: unknown = JSON.parse(readFileSync(join(claudeDirectory(env), 'plugins', 'known_marketplaces.json'), 'utf8'));
    const source = isJsonObject(known) && isJsonObject(known['playhead']) ? known['playhead']['source'] : undefined;
    return isJsonObject(source) && source['source'] === 'directory' && typeof source['path'] === 'string' ? source['path'] : undefined;
  } catch {
    return undefined;
  }
}

/** The plugin in Claude Code's cache: a folder for each scope or version that is in use. */
function cachedPlugins(env: Environment): readonly { readonly version: string; readonly path: string }[] {
  try {
    const known: unknown = JSON.parse(readFileSync(join(claudeDirectory(env), 'plugins', 'installed_plugins.json'), 'utf8'));
    const plugins = isJsonObject(known) && isJsonObject(known['plugins']) ? known['plugins'][PLUGIN] : undefined;
    return (Array.isArray(plugins) ? plugins : [plugins]).flatMap((one) => (isJsonObject(one) && typeof one['version'] === 'string' ? [{ version: one['version'], path: typeof one['installPath'] === 'string' ? one['installPath'] : '' }] : []));
  } catch {
    return [];
  }
}

/** A file's text; empty where there is none. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The oldest Claude Code that runs the module of a plugin. */
export const MODULES_SINCE = '2.1.287';

/** The version of Claude Code; undefined where there is none. */
export function clientVersion(env: Environment): string | undefined {
  const { stdout } = spawnSync(env['CLAUDE_BIN'] || 'claude', ['--version'], { env: { ...env }, encoding: 'utf8', timeout: 10_000 });
  return /^\d+\.\d+\.\d+/.exec(stdout ?? '')?.[0];
}

/** Whether a Claude Code of a version runs the module of a plugin; else the plugin sends over HTTP. */
export function runsModules(version: string): boolean {
  return version.localeCompare(MODULES_SINCE, 'en', { numeric: true }) >= 0;
}

function withoutPlugin(settings: JsonObject): JsonObject {
  const without = (field: string, name: string): readonly [string, JsonObject] | undefined => {
    const held = settings[field];
    if (!isJsonObject(held)) return undefined;
    const { [name]: _gone, ...others } = held;
    return [field, others];
  };
  const { enabledPlugins: _plugins, extraKnownMarketplaces: _marketplaces, ...rest } = settings;
  const kept = [without('enabledPlugins', PLUGIN), without('extraKnownMarketplaces', 'playhead')].filter((one) => one !== undefined && Object.keys(one[1]).length > 0);
  return { ...rest, ...Object.fromEntries(kept as (readonly [string, JsonObject])[]) }; // undefined was filtered out
}

/** Runs Claude Code with its own configuration, not as part of a session that may run around us. */
function claude(args: readonly string[], env: Environment, cwd: string): Answer {
  const file = env['CLAUDE_BIN'] || 'claude';
  const { CLAUDECODE: _inside, ...clean } = env;
  const { status, stdout, stderr, error } = spawnSync(file, [...args], { cwd, env: { ...clean, PATH: [env['PATH'], dirname(process.execPath)].filter(Boolean).join(':') }, encoding: 'utf8', timeout: 120_000 });
  const text = `${stdout ?? ''}${stderr ?? ''}`.trim();
  if (error) throw new PlayheadError('not_found', `Claude Code could not be started as ${file}, so its plugins stayed as they were. Put it on the PATH or name it with CLAUDE_BIN, or wire it without the plugin: playhead init claude.`, { cause: error });
  if (status !== 0) throw new PlayheadError('conflict', `Claude Code did not do "claude ${args.join(' ')}", so the plugin may be missing: ${text.slice(0, 400)} Do it by hand, or wire it without the plugin: playhead init claude.`);
  return { code: status, text };
}
