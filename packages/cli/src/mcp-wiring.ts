import { join, dirname } from 'node:path';
import { shimPath } from './local-server.ts';
import type { Output } from './command.ts';

/**
 * Says how an MCP client is wired: the configuration on stdout, what else people should know beside it.
 *
 * @param options.dir - The data directory that was asked for; undefined for the usual one.
 * @param options.url - Where the server is or will be.
 */
export function printMcpWiring(output: Output, { dir, url }: { readonly dir: string | undefined; readonly url: string }): void {
  const args = [shimPath(), 'mcp', ...(dir === undefined ? [] : ['--dir', dir])];
  output.line(JSON.stringify({ mcpServers: { playhead: { command: process.execPath, args } } }, null, 2));
  output.note('Put this into the configuration of your MCP client, and start it anew.');
  output.note(`Claude Code: claude mcp add playhead -- ${[process.execPath, ...args].map((part) => JSON.stringify(part)).join(' ')}`);
  output.note(`A client that speaks HTTP: ${url.replace(/\/+$/, '')}/mcp, while a server runs (playhead ui).`);
  output.note(`For /record start and /record stop, copy ${join(dirname(shimPath()), '../commands/record.md')} into your client's folder of commands.`);
  output.note('Then ask the agent to record the session, or use the prompt "record" that the server offers.');
}
