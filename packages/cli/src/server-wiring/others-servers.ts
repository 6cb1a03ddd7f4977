import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isJsonObject, type JsonValue } from '@playhead/protocol';
import type { CommandContext } from '../command.ts';
import { managedFolder } from '../policy-files.ts';
import type { ServerState } from './server-state.ts';
import { serverStates } from './wire-servers.ts';

/** Servers that Claude Code starts and that no file names which `playhead gateway install` may change. */
export interface OthersFile {
  readonly scope: 'managed' | 'plugin';
  readonly path: string;
  readonly servers: readonly ServerState[];
}

/** The servers of administrators and of plugins, as far as they can be seen. What cannot be read is left out. */
export function othersServers({ env }: Pick<CommandContext, 'env'>): readonly OthersFile[] {
  const plugins = join(env['CLAUDE_CONFIG_DIR'] || join(env['HOME'] || homedir(), '.claude'), 'plugins');
  const paths = installPathsIn(parsed(textOf(join(plugins, 'installed_plugins.json')) ?? ''));
  return [
    ...fileOf('managed', join(managedFolder(env), 'managed-mcp.json'), 'an administrator set it up'),
    ...paths.flatMap((path) => [join(path, '.mcp.json'), join(path, '.claude-plugin', 'plugin.json')].flatMap((file) => fileOf('plugin', file, 'a plugin brings it, and updates write it anew'))),
  ];
}

function fileOf(scope: OthersFile['scope'], path: string, reason: string): readonly OthersFile[] {
  const value = parsed(textOf(path) ?? '');
  if (!isJsonObject(value)) return [];
  const isBare = !('mcpServers' in value) && path.endsWith('.mcp.json'); // plugins may name servers without a word around them
  try {
    const servers = serverStates(path, JSON.stringify(isBare ? { mcpServers: value } : value)).map((server) => (server.wiring === 'plain' ? { ...server, reason } : server));
    return servers.length === 0 ? [] : [{ scope, path, servers }];
  } catch {
    return [];
  }
}

/** Where plugins lie, however deep the list of them says so. */
function installPathsIn(value: JsonValue | undefined, depth = 0): readonly string[] {
  if (depth > 4 || typeof value !== 'object' || value === null) return [];
  const own = isJsonObject(value) && typeof value['installPath'] === 'string' ? [value['installPath']] : [];
  const below = Array.isArray(value) ? value : Object.values(value);
  return [...new Set([...own, ...below.flatMap((one: JsonValue | undefined) => installPathsIn(one, depth + 1))])];
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue; // it gives nothing else
  } catch {
    return undefined;
  }
}
