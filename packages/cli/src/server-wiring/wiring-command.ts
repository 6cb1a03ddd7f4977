import { PlayheadError } from '@playhead/protocol';
import { dataDirectory } from '@playhead/storage-adapters/fs';
import { launcherOf } from '@playhead/recorder';
import type { CommandContext, CommandInput, CommandOption } from '../command.ts';
import { dirOf } from '../commands/shared-options.ts';
import { shimPath } from '../local-server.ts';
import { plain } from '../plain-text.ts';
import { readServerFile, serverFile, type ServerScope } from './server-files.ts';
import type { ServerState } from './server-state.ts';
import type { TapCommand } from './tapped-entry.ts';
import { serverStates } from './wire-servers.ts';

/** The version of what these commands print with `--json`. */
export const WIRING_SCHEMA_VERSION = 1;

/** A file of a scope with what is said of it. */
export interface WiredFile {
  readonly scope: ServerScope;
  readonly path: string;
  readonly servers: readonly ServerState[];
}

/** `--scope`. */
export const scopeOption: CommandOption = { type: 'string', value: 'user|project', values: ['user', 'project'], about: 'whose servers: those of Claude Code\'s user file (default), or those of .mcp.json in this directory' };

/** @throws PlayheadError `usage`. */
export function serverScopeOf(input: CommandInput): ServerScope {
  const scope = input.text('scope') ?? 'user';
  if (scope === 'user' || scope === 'project') return scope;
  throw new PlayheadError('usage', `--scope must be user or project, not "${scope}".`);
}

/** The tap that a command is to put before servers. What is said to the command, each tap is told. */
export function tapOf(input: CommandInput, context: CommandContext): TapCommand {
  const dir = dirOf(input, context);
  const usual = dataDirectory({ ...context.env, PLAYHEAD_HOME: undefined });
  const options = ['task', 'identity'].flatMap((name) => { const text = input.text(name); return text === undefined ? [] : [`--${name}=${text}`]; });
  const said = launcherOf((name) => input.text(name));
  if (input.text('identity') !== undefined && !said.identity) throw new PlayheadError('usage', '--identity must say who it is, such as user:ada@example.com.');
  if (options.some((option) => option.includes('\0'))) throw new PlayheadError('usage', 'What a tap is told cannot hold a zero character.');
  return { command: process.execPath, script: shimPath(), options: [...options, ...(dir === usual ? [] : [`--dir=${dir}`])] }; // a client may start it without PLAYHEAD_HOME
}

/** A server as a line for people. */
export function serverLine({ name, project, wiring, reason }: ServerState): string {
  const where = project === undefined ? '' : ` (${plain(project, 200)})`;
  return `${SIGNS[wiring]}  ${plain(name, 100)}${where}${reason === undefined ? '' : `: ${reason}`}`;
}

const SIGNS: Readonly<Record<ServerState['wiring'], string>> = { wrapped: 'recorded    ', by_hand: 'by hand     ', plain: 'not recorded', remote: 'not recorded', unfit: 'left alone  ', own: 'left alone  ' };

/** What the files that Claude Code reads here say of MCP servers. A file that is not there is left out. */
export function wiredFiles({ env, cwd }: Pick<CommandContext, 'env' | 'cwd'>): readonly WiredFile[] {
  return (['user', 'project'] as const).flatMap((scope) => {
    const path = serverFile(scope, env, cwd);
    const text = readServerFile(path);
    return text === undefined ? [] : [{ scope, path, servers: serverStates(path, text) }];
  });
}
