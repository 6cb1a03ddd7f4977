import type { Command } from '../command.ts';
import { changeServerFile, readServerFile, serverFile } from '../server-wiring/server-files.ts';
import { wrapServers } from '../server-wiring/wire-servers.ts';
import { scopeOption, serverLine, serverScopeOf, tapOf, WIRING_SCHEMA_VERSION } from '../server-wiring/wiring-command.ts';
import { dirOption, jsonOption } from './shared-options.ts';

/** `playhead gateway install`: records every MCP server that Claude Code starts on its connection, for good. */
export const gatewayInstallCommand: Command = {
  name: 'gateway install',
  about: 'record every MCP server of Claude Code on its connection: put playhead gateway stdio before its command',
  examples: [
    { line: 'gateway install', about: 'the servers of this user, in every project; again after one was added' },
    { line: 'gateway install --scope project --dry-run', about: 'print what .mcp.json of this directory would be' },
  ],
  options: {
    scope: scopeOption,
    task: { type: 'string', value: 'id', about: 'what the work is for (default: PLAYHEAD_TASK of the client)' },
    identity: { type: 'string', value: 'who', about: 'who is behind the agent, such as user:ada@example.com (default: PLAYHEAD_IDENTITY of the client, else its user)' },
    'dry-run': { type: 'boolean', about: 'print the file as it would be instead of writing it' },
    dir: dirOption,
    json: jsonOption,
  },
  async run(input, context) {
    const { output, env, cwd } = context;
    const [scope, dryRun, json] = [serverScopeOf(input), input.flag('dry-run'), input.flag('json')];
    const tap = tapOf(input, context);
    const path = serverFile(scope, env, cwd);
    const before = readServerFile(path);
    const { text, servers } = wrapServers(path, before ?? '', tap);
    if (!dryRun && before !== undefined) changeServerFile(path, (now) => wrapServers(path, now, tap).text);
    const changed = before !== undefined && text !== before;
    if (json) {
      output.line(JSON.stringify({ schemaVersion: WIRING_SCHEMA_VERSION, dryRun, changed, files: before === undefined ? [] : [{ scope, path, servers }], ...(dryRun && { text }) }));
      return 0;
    }
    if (dryRun) {
      output.write(text);
      return 0;
    }
    const again = `playhead gateway install${scope === 'project' ? ' --scope project' : ''}`;
    if (servers.length === 0) output.line(`${path} names no MCP servers; nothing changed. When it does: ${again}`);
    for (const server of servers) output.line(serverLine(server));
    if (servers.some(({ wiring }) => wiring === 'remote')) output.note('What a client reaches over the network is not recorded by this.');
    if (!servers.some(({ wiring }) => wiring === 'wrapped')) return 0;
    output.line(changed ? `Written: ${path}. Sessions of Claude Code that begin now are recorded; those that run start their servers anew with /mcp.` : `Everything was wired already in ${path}; nothing changed.`);
    if (scope === 'project' && changed) output.note('The file now names programs of this machine. Take them out before you commit it: playhead gateway uninstall --scope project');
    output.line(`Servers that are added later: ${again}. Stop: ${again.replace('install', 'uninstall')}`);
    return 0;
  },
};
