import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { claudeHooksIn, claudeHookSettings, type WiredHook } from '@playhead/hooks-claude';
import { isJsonObject, isPlayheadError, type JsonObject } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { hookSpool } from '@playhead/server/node';
import { cachedPluginUrl, cachedPluginVersion, clientVersion, leavesHttpOut, MODULES_SINCE, pluginIn, runsModules } from './claude-plugin.ts';
import { versionNote } from './current-server.ts';
import type { ServerNote } from './local-server.ts';
import { policyFiles, type PolicyFile } from './policy-files.ts';
import { readSettings, settingsPath } from './settings-file.ts';
import { shellTimingIn, shellTimingState } from './shell-timing.ts';

/** What is to be looked at. */
export interface ClaudePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly dir: string;
  /** The server that runs for the data directory. */
  readonly server: ServerNote | undefined;
  /** The version of this program. */
  readonly version: string;
}

/** Something about the wiring of Claude Code. */
export interface ClaudeCheck {
  readonly check: `claude-${'settings' | 'hooks' | 'server' | 'files' | 'version' | 'policy' | 'opt-out' | 'spool' | 'shell'}`;
  readonly level: 'ok' | 'note' | 'problem';
  readonly message: string;
  /** The scope whose wiring mends it when it is made anew. */
  readonly rewire?: 'user' | 'project';
}

interface Wired {
  readonly scope: 'user' | 'project';
  readonly path: string;
  readonly settings: JsonObject;
  readonly hooks: readonly WiredHook[];
  readonly plugin: boolean | undefined;
}

/** A payload that a hook was killed over is older than this. */
const ABANDONED_MS = 10 * 60_000;
const again = (scope: 'user' | 'project'): string => `playhead init claude${scope === 'project' ? ' --scope project' : ''}`;

/** Finds every way in which the wiring of Claude Code is known to break. */
export function claudeChecks(place: ClaudePlace): readonly ClaudeCheck[] {
  const { env, cwd } = place;
  const scopes = (['user', 'project'] as const).filter((scope) => scope === 'user' || settingsPath(scope, env, cwd) !== settingsPath('user', env, cwd)); // in the home directory they are one
  const read = scopes.map((scope) => readScope(scope, settingsPath(scope, env, cwd)));
  const wired = read.filter((one): one is Wired => !('check' in one));
  const policies = policyFiles(env, cwd);
  const found = [
    ...read.filter((one): one is ClaudeCheck => 'check' in one),
    ...twice(wired), ...wired.flatMap((one) => [...hookFaults(one), ...serverFaults(one, place), ...fileFaults(one), ...shellTiming(one), ...versionFaults(one, place), ...policyFaults(one, one.hooks)]),
    ...handedOut(policies, wired),
    ...pluginFaults(wired, place), ...optOuts(place, wired), ...spoolFaults(place.dir),
  ];
  if ([...wired, ...policies].every((one) => one.hooks.length === 0 && !isPluginOn(one))) return [...found, { check: 'claude-hooks', level: 'note', message: `Claude Code is not wired here. ${again('user')} records its sessions.` }];
  if (found.some(({ level }) => level === 'problem')) return found;
  const how = [...wired, ...policies].flatMap((one) => (isPluginOn(one) ? [`by its plugin (${one.path})`] : one.hooks.length > 0 ? [`by hooks in ${one.path}`] : []));
  return [...found, { check: 'claude-hooks', level: 'ok', message: `Claude Code is recorded ${how.join(' and ')}.` }];
}

function isPluginOn(one: Wired | PolicyFile): boolean {
  return 'plugin' in one && one.plugin === true;
}

/** What settings that are not ours to write do to the hooks there are. */
function handedOut(policies: readonly PolicyFile[], wired: readonly Wired[]): readonly ClaudeCheck[] {
  const hooks = [...wired, ...policies].flatMap((one) => one.hooks);
  if (hooks.length === 0 && !wired.some(isPluginOn)) return [];
  return policies.flatMap((one) => policyFaults(one, hooks, policies.some((other) => other.hooks.length > 0)));
}

function readScope(scope: 'user' | 'project', path: string): Wired | ClaudeCheck {
  try {
    const { settings } = readSettings(path);
    return { scope, path, settings, hooks: claudeHooksIn(settings), plugin: pluginIn(settings) };
  } catch (error) {
    return { check: 'claude-settings', level: 'problem', message: isPlayheadError(error) ? error.message : `${path} could not be read, so whether Claude Code is recorded is not known. Make it readable.` };
  }
}

function twice(wired: readonly Wired[]): readonly ClaudeCheck[] {
  const ways = new Set(wired.flatMap(({ hooks, plugin }) => [...(plugin === true ? ['the plugin'] : []), ...hooks.flatMap(({ event, kind, target }) => (kind === 'http' ? [`HTTP hooks to ${target[0]}`] : kind === 'spool' && event !== 'SessionEnd' ? ['hooks of the spool'] : []))]));
  if (ways.size < 2) return [];
  return [{ check: 'claude-hooks', level: 'problem', message: `Every event is recorded ${ways.size} times: by ${[...ways].join(', by ')}. Keep one of them: playhead remove claude, also with --scope project, then wire it again.` }];
}

function hookFaults({ scope, path, hooks }: Wired): readonly ClaudeCheck[] {
  if (hooks.length === 0) return [];
  const wanted = Object.keys(claudeHookSettings({ transport: 'spool', spoolScript: '' }));
  const events = new Set(hooks.map(({ event }) => event));
  const missing = wanted.filter((event) => !events.has(event));
  const replaced = hooks.find(({ event }) => event === 'WorktreeCreate' || event === 'WorktreeRemove');
  const faults: string[] = [
    ...(missing.length > 0 ? [`does not record ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}`] : []),
    ...(hooks.some(({ isAsync }) => isAsync) ? ['has hooks of ours that are async, which Claude Code kills when it ends'] : []),
    ...(replaced ? [`has a hook of ours for ${replaced.event}, which takes the place of what Claude Code does`] : []),
  ];
  return faults.map((fault) => ({ check: 'claude-hooks', level: 'problem', rewire: scope, message: `${path} ${fault}. ${again(scope)} puts it right.` }));
}

function serverFaults({ scope, path, hooks, plugin }: Wired, { server, env }: ClaudePlace): readonly ClaudeCheck[] {
  const sent = hooks.find(({ kind }) => kind === 'http')?.target[0];
  const target = sent ?? (plugin === true ? cachedPluginUrl(env) : undefined);
  if (target === undefined || !server || env['PLAYHEAD_URL']) return [];
  if (new URL(target).port === new URL(server.url).port) return [];
  const remedy = sent === undefined ? 'playhead ui points it there.' : `${again(scope)} puts it right.`;
  return [{ check: 'claude-server', level: 'problem', rewire: scope, message: `${path} sends events to ${new URL(target).host}, but the server runs at ${server.url}, so nothing is recorded. ${remedy}` }];
}

function fileFaults({ scope, path, hooks }: Wired): readonly ClaudeCheck[] {
  const files = new Set(hooks.flatMap(({ kind, target }) => (kind === 'http' ? [] : target)));
  return [...files].filter((file) => !existsSync(file)).map((file) => ({ check: 'claude-files', level: 'problem', rewire: scope, message: `${path} runs ${file}, which is gone: Playhead or Node.js was moved or removed. ${again(scope)} puts it right.` }));
}

/** Whether what Claude Code runs its shell commands by is there: without it none of them runs. */
function shellTiming({ scope, path, settings }: Wired): readonly ClaudeCheck[] {
  const script = shellTimingIn(settings);
  if (script === undefined) return [];
  const state = shellTimingState(script);
  if (state === 'current') return [{ check: 'claude-shell', level: 'note', message: `Claude Code runs its shell commands by ${script}, to record when they print what (${path}). playhead remove claude takes that back.` }];
  const what = state === 'gone' ? 'which is gone, so no command runs' : 'which is of another version';
  return [{ check: 'claude-shell', level: 'problem', rewire: scope, message: `${path} has Claude Code run its shell commands by ${script}, ${what}. ${again(scope)} --shell-timing puts it right.` }];
}

function versionFaults({ scope, path, hooks }: Wired, { server, version }: ClaudePlace): readonly ClaudeCheck[] {
  const others = new Set(hooks.flatMap(({ version: its }) => (its === undefined || its === version ? [] : [its])));
  return [
    ...[...others].map((its): ClaudeCheck => ({ check: 'claude-version', level: 'problem', rewire: scope, message: `The hooks in ${path} are of version ${its}, Playhead is ${version}. ${again(scope)} puts it right.` })),
    ...(server && scope === 'user' ? [versionNote(server)] : []).flatMap((message): ClaudeCheck | [] => (message === undefined ? [] : { check: 'claude-version', level: 'problem', message })),
  ];
}

/** How the plugin of this Claude Code records: from inside it, or over HTTP. */
function pluginTier({ scope, path, settings }: Wired, { env }: ClaudePlace): readonly ClaudeCheck[] {
  const client = clientVersion(env);
  const { httpHookAllowedEnvVars: names } = settings;
  if (client === undefined) return [];
  if (!runsModules(client) && leavesHttpOut(env)) {
    return [{ check: 'claude-hooks', level: 'problem', rewire: scope, message: `The plugin left its HTTP hooks out, since a newer Claude Code recorded from inside; Claude Code ${client} does not, so a session is recorded only once it has ended. The next session puts them back for those after it; playhead doctor --fix does now.` }];
  }
  if (!runsModules(client)) return [{ check: 'claude-hooks', level: 'note', message: `Claude Code ${client} runs no module of a plugin, so the plugin sends over HTTP. From ${MODULES_SINCE} on it records from inside: claude update.` }];
  if (leavesHttpOut(env) || !Array.isArray(names) || names.includes('PLAYHEAD_MODULE')) return [];
  return [{ check: 'claude-policy', level: 'problem', message: `${path} keeps PLAYHEAD_MODULE from hooks (httpHookAllowedEnvVars), so much is recorded twice: by the plugin's module and by its hooks. Add it there.` }];
}

function pluginFaults(wired: readonly Wired[], place: ClaudePlace): readonly ClaudeCheck[] {
  const { env, version } = place;
  const known = wired.find(({ plugin }) => plugin !== undefined);
  if (!known) return [];
  if (known.plugin === false) return [{ check: 'claude-hooks', level: 'problem', message: `The plugin is switched off in ${known.path}, so nothing is recorded. Switch it on: claude plugin enable playhead@playhead.` }];
  const cached = cachedPluginVersion(env);
  if (cached === undefined) return [{ check: 'claude-files', level: 'problem', message: `${known.path} names the plugin, but Claude Code has not installed it. ${again(known.scope)} --transport plugin does.` }];
  if (cached === version) return pluginTier(known, place);
  return [{ check: 'claude-version', level: 'problem', rewire: known.scope, message: `Claude Code has version ${cached} of the plugin in its cache, Playhead is ${version}. Bring it up to date: claude plugin update playhead@playhead.` }];
}

/** Switches of Claude Code that silence hooks, most of them made by administrators. */
function policyFaults({ path, settings }: Pick<Wired, 'path' | 'settings'>, hooks: readonly WiredHook[], areHandedOut = false): readonly ClaudeCheck[] {
  const problem = (message: string): ClaudeCheck => ({ check: 'claude-policy', level: 'problem', message: `${path} ${message}` });
  const { disableAllHooks, allowManagedHooksOnly, allowedHttpHookUrls: urls, httpHookAllowedEnvVars: names, env } = settings;
  const target = hooks.find(({ kind }) => kind === 'http')?.target[0];
  return [
    ...(disableAllHooks === true ? [problem('switches all hooks off with disableAllHooks, so nothing is recorded. Take that out.')] : []),
    ...(allowManagedHooksOnly === true && !areHandedOut ? [problem('allows only hooks of an administrator (allowManagedHooksOnly), so nothing is recorded. Ask them to add the hooks that playhead hooks claude settings prints.')] : []),
    ...(target !== undefined && Array.isArray(urls) && !urls.some((one) => typeof one === 'string' && matches(one, target)) ? [problem(`allows no hooks to ${target} (allowedHttpHookUrls), so nothing is recorded. Add it there, or record with --transport spool.`)] : []),
    ...(target !== undefined && Array.isArray(names) && !names.includes('PLAYHEAD_RECORD') ? [problem('keeps PLAYHEAD_RECORD from hooks (httpHookAllowedEnvVars), so PLAYHEAD_RECORD=0 leaves no session out. Add it there.')] : []),
    ...(isJsonObject(env) && env['PLAYHEAD_RECORD'] === '0' ? [{ check: 'claude-opt-out', level: 'note', message: `${path} sets PLAYHEAD_RECORD=0, so no session is recorded.` } as const] : []),
  ];
}

/** `*` in an allowed address stands for anything. */
function matches(pattern: string, url: string): boolean {
  const parts = pattern.split('*');
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = index === 0 ? (url.startsWith(part) ? 0 : -1) : url.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return parts.length > 1 ? parts.at(-1) === '' || url.endsWith(parts.at(-1) ?? '') : at === url.length;
}

function optOuts({ dir, cwd, env }: ClaudePlace, wired: readonly Wired[]): readonly ClaudeCheck[] {
  if (wired.every(({ hooks, plugin }) => hooks.length === 0 && plugin !== true)) return [];
  const given = Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
  const { record, decidedBy } = createSessionRecording({ dir })({ cwd, env: given }).settings;
  return record ? [] : [{ check: 'claude-opt-out', level: 'note', message: `Sessions in ${cwd} are not recorded: ${decidedBy.problem ?? `${decidedBy.path ?? decidedBy.from} says so`}.` }];
}

function spoolFaults(dir: string): readonly ClaudeCheck[] {
  const spool = hookSpool(dir);
  try {
    accessSync(existsSync(spool) ? spool : existsSync(dir) ? dir : dirname(dir), constants.W_OK);
  } catch {
    if (existsSync(dir)) return [{ check: 'claude-spool', level: 'problem', message: `${spool} may not be written, so hooks can keep nothing there. Make it yours: chown and chmod 700.` }];
  }
  const names = existsSync(spool) ? readdirSync(spool) : [];
  const count = (fits: (name: string) => boolean): number => names.filter(fits).length;
  const refused = count((name) => name.endsWith('.refused'));
  const abandoned = count((name) => name.endsWith('.part') && Date.now() - (statSync(join(spool, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > ABANDONED_MS);
  return [
    ...(refused > 0 ? [{ check: 'claude-spool', level: 'note', message: `${refused} ${refused === 1 ? 'file' : 'files'} in ${spool} ${refused === 1 ? 'is' : 'are'} no payload of a hook and end${refused === 1 ? 's' : ''} in .refused. Look at them, then remove them.` } as const] : []),
    ...(abandoned > 0 ? [{ check: 'claude-spool', level: 'note', message: `${abandoned} ${abandoned === 1 ? 'payload waits' : 'payloads wait'} in ${spool}. Any command that reads recordings stores what is whole: playhead sessions list.` } as const] : []),
  ];
}
