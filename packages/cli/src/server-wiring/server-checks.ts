import { existsSync } from 'node:fs';
import { isPlayheadError } from '@playhead/protocol';
import type { CommandContext } from '../command.ts';
import { plain } from '../plain-text.ts';
import { serverEntries } from './server-entries.ts';
import { readServerFile } from './server-files.ts';
import { isWrapped, tapFiles } from './tapped-entry.ts';
import { wiredFiles, type WiredFile } from './wiring-command.ts';

/** Something about MCP servers that are recorded on their connection. */
export interface ServerCheck {
  readonly check: 'mcp-servers';
  readonly level: 'ok' | 'note' | 'problem';
  readonly message: string;
}

/** Says which MCP servers are recorded on their connection, and which taps are known to fail. Nothing where there are none. */
export function mcpServerChecks(context: Pick<CommandContext, 'env' | 'cwd'>): readonly ServerCheck[] {
  try {
    return wiredFiles(context).flatMap(fileChecks);
  } catch (error) {
    return [{ check: 'mcp-servers', level: 'note', message: isPlayheadError(error) ? error.message : 'The MCP servers of Claude Code could not be looked at. Make its files readable.' }];
  }
}

function fileChecks({ scope, path, servers }: WiredFile): readonly ServerCheck[] {
  const again = `playhead gateway install${scope === 'project' ? ' --scope project' : ''}`;
  const lost = serverEntries(path, readServerFile(path) ?? '').filter(isWrapped).flatMap((entry) => tapFiles(entry).filter((file) => !existsSync(file)).map((file) => ({ name: entry.name, file })));
  const named = (wanted: readonly WiredFile['servers'][number]['wiring'][]): readonly string[] => [...new Set(servers.flatMap(({ name, wiring }) => (wanted.includes(wiring) ? [plain(name, 100)] : [])))];
  const [recorded, open] = [named(['wrapped', 'by_hand']), named(['plain'])];
  return [
    ...lost.slice(0, 1).map(({ name, file }): ServerCheck => ({ check: 'mcp-servers', level: 'problem', message: `${path} starts the MCP server ${plain(name, 100)} by ${file}, which is not there, so the server does not start. Run ${again}.` })),
    ...(lost.length === 0 && recorded.length > 0 ? [{ check: 'mcp-servers', level: 'ok', message: `MCP servers that are recorded on their connection (${path}): ${recorded.join(', ')}.` } as const] : []),
    ...(open.length > 0 ? [{ check: 'mcp-servers', level: 'note', message: `MCP servers that are not recorded on their connection (${path}): ${open.join(', ')}. ${again} records them.` } as const] : []),
  ];
}
