// What a hook costs the agent: the wait for one payload, by each way of recording, against a shell `true` and a Node process per event in
// the same run. `process` measures the ways themselves; `client` lets the real Claude Code call them, where CLAUDE_BIN names it: also the
// plugin's module, alone and with the plugin's HTTP hooks, which the server then answers without storing anything.
// Prints one line of JSON; only the ratios mean something on another machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handlersOf, pluginsOf, startServer } from './hooks/ways.mjs';
import { measureClient } from './hooks/client.mjs';
import { measureProcesses } from './hooks/processes.mjs';

const home = mkdtempSync(join(tmpdir(), 'playhead-bench-hooks-'));
const server = await startServer(join(home, 'data'));
try {
  const ways = handlersOf(home, server.url);
  const result = { bench: 'hooks', process: await measureProcesses(ways, join(home, 'data')) };
  if (process.env.CLAUDE_BIN) result.client = await measureClient(ways, home, pluginsOf(home, server.url));
  console.log(JSON.stringify(result));
} finally {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}
