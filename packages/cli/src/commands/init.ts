import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { claudeHookSettings, mergeSettings } from '@playhead/hooks-claude';
import { PlayheadError } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { findServer, shimPath } from '../local-server.ts';
import { printMcpWiring } from '../mcp-wiring.ts';
import { addPrivatePrompt } from '../private-prompt.ts';
import { readSettings, replaceSettings, settingsPath } from '../settings-file.ts';
import { dirOf, dirOption } from './shared-options.ts';

/** `playhead init claude`: wires Claude Code's hooks to the server. `playhead init mcp` says how to wire any other client. */
export const initCommand: Command = {
  name: 'init',
  usage: 'claude|mcp',
  about: 'record Claude Code: add the hooks to its settings; or print how to wire an MCP client',
  positionals: { min: 1, max: 1 },
  options: {
    scope: { type: 'string', value: 'user|project', about: 'whose settings (default user)' },
    'dry-run': { type: 'boolean', about: 'print the settings instead of writing them' },
    dir: dirOption,
  },
  async run(input, context) {
    const { output, env, cwd } = context;
    const mcp = input.positionals[0] === 'mcp';
    const scope = mcp ? 'user' : scopeOf(input);
    const dir = dirOf(input, context);
    const url = (await findServer(dir))?.url ?? env['PLAYHEAD_URL'] ?? 'http://127.0.0.1:7433';
    if (mcp) {
      printMcpWiring(output, { dir: input.text('dir') === undefined ? undefined : dir, url });
      return 0;
    }
    const file = readSettings(settingsPath(scope, env, cwd));
    const command = sessionStartCommand();
    const merged = mergeSettings(file.settings, claudeHookSettings({ serverUrl: url, ...(command !== undefined && { command }) }));
    if (input.flag('dry-run')) {
      output.line(JSON.stringify(merged, null, 2));
      return 0;
    }
    const changed = !isDeepStrictEqual(merged, file.settings);
    const backup = changed ? replaceSettings(file, merged) : undefined;
    const prompt = addPrivatePrompt(file.path);
    for (const line of [
      changed ? `Claude Code is wired in ${file.path}.` : `Claude Code was wired already in ${file.path}; nothing changed.`,
      ...(backup === undefined ? [] : [`The settings as they were: ${backup}`]),
      'Recorded: prompts, answers, tool calls with their input and output, file changes, permissions, subagents.',
      ...redactionLines(dir, cwd, env),
      `Recordings stay on this machine, in ${dir}. They go to ${url} while the server runs: playhead ui`,
      `Stop: playhead remove claude${scope === 'project' ? ' --scope project' : ''}. For one session: PLAYHEAD_RECORD=0. For a repository: { "record": false } in .playhead.json. Afterwards: playhead private <id>.`,
      prompt
        ? 'Type /private in a session to remove what was recorded of it, and to record no more.'
        : 'A command /private of yours is there already. It stays as it is, and typing it makes the session private too; rename it where that is not meant.',
    ]) output.line(line);
    return 0;
  },
};

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

/** The command hook for SessionStart, which Claude Code does not send over HTTP; undefined where it is not built. */
function sessionStartCommand(): string | undefined {
  try {
    const script = join(dirname(createRequire(import.meta.url).resolve('@playhead/hooks-claude')), 'session-start-hook.js');
    return existsSync(script) ? `${quoted(process.execPath)} ${quoted(script)} ${quoted(shimPath())}` : undefined;
  } catch {
    return undefined; // no build: a session then begins with its next event
  }
}

function quoted(path: string): string {
  return `"${path.replaceAll(/(["\\$`])/g, '\\$1')}"`;
}
