import type { Command } from '../command.ts';
import { othersServers } from '../server-wiring/others-servers.ts';
import { serverLine, WIRING_SCHEMA_VERSION, wiredFiles } from '../server-wiring/wiring-command.ts';
import { jsonOption } from './shared-options.ts';

/** `playhead gateway status`: which MCP servers are recorded on their connection. */
export const gatewayStatusCommand: Command = {
  name: 'gateway status',
  about: 'say which MCP servers of Claude Code are recorded on their connection',
  examples: [
    { line: 'gateway status', about: 'those of this user and of this directory, and those that only administrators and plugins change' },
  ],
  options: { json: jsonOption },
  async run(input, context) {
    const { output } = context;
    const files = [...wiredFiles(context), ...othersServers(context)];
    if (input.flag('json')) {
      output.line(JSON.stringify({ schemaVersion: WIRING_SCHEMA_VERSION, files }));
      return 0;
    }
    if (files.every(({ servers }) => servers.length === 0)) output.line('No MCP servers are configured here for Claude Code.');
    for (const { path, servers } of files) {
      if (servers.length === 0) continue;
      output.line(path);
      for (const server of servers) output.line(`  ${serverLine(server)}`);
    }
    return 0;
  },
};
