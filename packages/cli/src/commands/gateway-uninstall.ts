import type { Command } from '../command.ts';
import { changeServerFile, readServerFile, serverFile } from '../server-wiring/server-files.ts';
import { unwrapServers } from '../server-wiring/wire-servers.ts';
import { scopeOption, serverScopeOf, WIRING_SCHEMA_VERSION } from '../server-wiring/wiring-command.ts';
import { jsonOption } from './shared-options.ts';

/** `playhead gateway uninstall`: takes out what `playhead gateway install` put in. */
export const gatewayUninstallCommand: Command = {
  name: 'gateway uninstall',
  about: 'stop recording MCP servers on their connection: the file is again as it was, byte for byte',
  examples: [
    { line: 'gateway uninstall', about: 'the servers of this user start as they did before' },
  ],
  options: { scope: scopeOption, 'dry-run': { type: 'boolean', about: 'print the file as it would be instead of writing it' }, json: jsonOption },
  async run(input, { output, env, cwd }) {
    const [scope, dryRun] = [serverScopeOf(input), input.flag('dry-run')];
    const path = serverFile(scope, env, cwd);
    const before = readServerFile(path);
    const { text, servers } = unwrapServers(path, before ?? '');
    if (!dryRun) changeServerFile(path, (now) => unwrapServers(path, now).text);
    const changed = before !== undefined && text !== before;
    if (input.flag('json')) output.line(JSON.stringify({ schemaVersion: WIRING_SCHEMA_VERSION, dryRun, changed, files: before === undefined ? [] : [{ scope, path, servers }], ...(dryRun && { text }) }));
    else if (dryRun) output.write(text);
    else output.line(changed ? `No MCP server of ${path} is recorded by playhead gateway install any more. The recordings stay; playhead sessions delete <id> removes one.` : `Nothing of playhead gateway install is in ${path}; nothing changed.`);
    return 0;
  },
};
