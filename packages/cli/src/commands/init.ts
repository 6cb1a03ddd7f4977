import { isDeepStrictEqual } from 'node:util';
import { mergeSettings, removeSettings } from '@playhead/hooks-claude';
import { PlayheadError } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { dataDirectory } from '@playhead/storage-adapters/fs';
import { installPlugin, MODULES_SINCE, pointPluginAt, removePlugin } from '../claude-plugin.ts';
import { claudeHooksOf, transportOf, transportOption, wireSettings, type ClaudeTransport, type WiringPlace } from '../claude-wiring.ts';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { findServer } from '../local-server.ts';
import { printMcpWiring } from '../mcp-wiring.ts';
import { rememberHowToStart } from '../current-server.ts';
import { addPrivatePrompt, removePrivatePrompt } from '../private-prompt.ts';
import { readSettings, replaceSettings, settingsPath } from '../settings-file.ts';
import { installShellTiming, shellTimingIn, withShellTiming } from '../shell-timing.ts';
import { dirOf, dirOption } from './shared-options.ts';

/** `playhead init claude`: wires Claude Code's hooks to the server. `playhead init mcp` says how to wire any other client. */
export const initCommand: Command = {
  name: 'init',
  usage: 'claude|mcp',
  about: 'record Claude Code: add the hooks to its settings; or print how to wire an MCP client',
  examples: [
    { line: 'init claude', about: 'record every Claude Code session of this user' },
    { line: 'init claude --scope project --dry-run', about: 'print what would be written for this project' },
    { line: 'init mcp', about: 'print how to wire any other agent' },
  ],
  completes: ['claude', 'mcp'],
  positionals: { min: 1, max: 1 },
  options: {
    scope: { type: 'string', value: 'user|project', values: ['user', 'project'], about: 'whose settings (default user)' },
    transport: transportOption,
    'shell-timing': { type: 'boolean', about: 'also record when shell commands print what (Linux): Claude Code then runs them by a script of Playhead' },
    'dry-run': { type: 'boolean', about: 'print the settings instead of writing them' },
    dir: dirOption,
  },
  async run(input, context) {
    const { output, env, cwd } = context;
    const place = await wiringPlace(input, context);
    if (input.positionals[0] === 'mcp') {
      printMcpWiring(output, { dir: input.text('dir') === undefined ? undefined : place.dir, url: place.url });
      return 0;
    }
    const scope = scopeOf(input);
    const transport = transportOf(input);
    const path = settingsPath(scope, env, cwd);
    const shellTiming = input.flag('shell-timing');
    if (input.flag('dry-run')) {
      const { settings } = readSettings(path);
      const wired = transport === 'plugin' ? removeSettings(settings) : mergeSettings(settings, claudeHooksOf(transport, place));
      output.line(JSON.stringify(shellTiming ? withShellTiming(wired, place.dir) : wired, null, 2));
      return 0;
    }
    const { changed, backup, prompt } = wireClaude({ scope, transport, path, place, env, cwd, shellTiming });
    for (const line of [
      changed ? `Claude Code is wired in ${path}.` : `Claude Code was wired already in ${path}; nothing changed.`,
      ...(backup === undefined ? [] : [`The settings as they were: ${backup}`]),
      'Recorded: prompts, answers, tool calls with their input and output, file changes, permissions, subagents.',
      ...(shellTiming ? ['Recorded too: when shell commands print what. Claude Code runs each by a script in the data directory, which becomes the command at once; sessions that run already go on without.'] : []),
      ...redactionLines(place.dir, cwd, env),
      `Recordings stay on this machine, in ${place.dir}. ${WAYS[transport](place.url)}`,
      `Stop: playhead remove claude${scope === 'project' ? ' --scope project' : ''}. For one session: PLAYHEAD_RECORD=0. For a repository: { "record": false } in .playhead.json. Afterwards: playhead private <id>.`,
      prompt
        ? `Type ${transport === 'plugin' ? '/playhead:private' : '/private'} in a session to remove what was recorded of it, and to record no more.`
        : 'A command /private of yours is there already. It stays as it is, and typing it makes the session private too; rename it where that is not meant.',
    ]) output.line(line);
    return 0;
  },
};

/** How events get there, for people. */
const WAYS: Readonly<Record<ClaudeTransport, (url: string) => string>> = {
  http: (url) => `They go to ${url} while the server runs: playhead ui`,
  spool: () => 'Hooks leave every event on the disk; a server (playhead ui) or the next command stores it. Until then it lies there as it came, readable by you only.',
  plugin: (url) => `The plugin records from inside Claude Code (${MODULES_SINCE} and newer; else over HTTP). It sends to ${url} while the server runs, and starts it with a session: playhead ui`,
};

/** Where hooks of this user send, and where recordings lie. */
export async function wiringPlace(input: CommandInput, context: CommandContext): Promise<WiringPlace> {
  const dir = dirOf(input, context);
  const { PLAYHEAD_URL: url, ...env } = context.env;
  return { dir, url: (await findServer(dir))?.url ?? url ?? 'http://127.0.0.1:7433', isDefaultDir: dir === dataDirectory({ ...env, PLAYHEAD_HOME: undefined }) };
}

/** Wires one scope in one way, and takes back every other way in which it was wired. Doing it twice changes nothing more. Timed commands stay timed. */
export function wireClaude({ scope, transport, path, place, env, cwd, shellTiming = false }: { scope: 'user' | 'project'; transport: ClaudeTransport; path: string; place: WiringPlace; shellTiming?: boolean } & Pick<CommandContext, 'env' | 'cwd'>): { changed: boolean; backup: string | undefined; prompt: boolean } {
  const { settings } = readSettings(path);
  if (shellTiming) withShellTiming(settings, place.dir); // where that cannot be, nothing is wired
  const wired = wireHooks({ scope, transport, path, place, env, cwd });
  if (!shellTiming && (shellTimingIn(settings) === undefined || process.platform !== 'linux')) return wired;
  const file = readSettings(path);
  const timed = withShellTiming(file.settings, place.dir);
  installShellTiming(place.dir);
  if (isDeepStrictEqual(timed, file.settings)) return wired;
  const backup = replaceSettings(file, timed);
  return { ...wired, changed: true, backup: wired.backup ?? backup };
}

function wireHooks({ scope, transport, path, place, env, cwd }: Parameters<typeof wireClaude>[0]): ReturnType<typeof wireClaude> {
  rememberHowToStart(place.dir);
  if (transport !== 'plugin') {
    removePlugin(env, cwd, scope, path);
    return { ...wireSettings(path, claudeHooksOf(transport, place)), prompt: addPrivatePrompt(path) };
  }
  const file = readSettings(path);
  const without = removeSettings(file.settings);
  const backup = file.text === undefined ? undefined : replaceSettings(file, without); // also a copy of what Claude Code is about to change
  removePrivatePrompt(path);
  installPlugin(env, cwd, scope, place.dir);
  pointPluginAt(env, place.url);
  return { changed: readSettings(path).text !== file.text, backup, prompt: true };
}

/** How what is recorded here is redacted, and who said so. */
function redactionLines(dir: string, cwd: string, env: CommandContext['env']): readonly string[] {
  const { redaction, record, decidedBy } = createSessionRecording({ dir })({ cwd, env: definedOf(env) }).settings;
  const why = decidedBy.problem ?? `${decidedBy.path ?? (decidedBy.from === 'environment' ? 'PLAYHEAD_RECORD=0' : decidedBy.from)} says so`;
  return [
    REDACTED[redaction],
    ...(record ? [] : [`Sessions in ${cwd} are NOT recorded: ${why}.`]),
  ];
}

const REDACTED = {
  off: 'Redaction is OFF: a secret that the agent reads or prints is in the recording.',
  entity: 'Redacted before anything is written: keys, tokens, passwords and personal data become names such as [[GITHUB_TOKEN:7f3a9c]]; .env and the like are withheld. It finds what has a known form; docs/redaction.md says how much.',
  strict: 'Redacted before anything is written, strictly: prompts, answers, commands and outputs are withheld; what happened, when and how long stays.',
} as const;

function definedOf(env: CommandContext['env']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}

/** The scope that the user means, after a look at the agent's name. */
export function scopeOf(input: CommandInput): 'user' | 'project' {
  const [agent] = input.positionals;
  if (agent !== 'claude') throw new PlayheadError('usage', `Playhead cannot wire "${agent ?? ''}" yet. It can wire: claude. For other agents: playhead init mcp.`);
  const scope = input.text('scope') ?? 'user';
  if (scope === 'user' || scope === 'project') return scope;
  throw new PlayheadError('usage', `--scope must be user or project, not "${scope}".`);
}
