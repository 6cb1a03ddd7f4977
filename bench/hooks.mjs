// What a hook costs the agent: the wait for one payload, by each way of recording, against a shell `true` and a Node process per event in
// the same run. `process` measures the ways themselves; `client` lets the real Claude Code call them, where CLAUDE_BIN names it: also the
// plugin, whose module records. `httpIdle` is a server that does nothing: what the client's own way to any server costs.
// Prints one line of JSON; only the ratios mean something on another machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handlersOf, pluginsOf, startIdleServer, startServer } from './hooks/ways.mjs';
import { measureClient } from './hooks/client.mjs';
import { measureProcesses } from './hooks/processes.mjs';

const home = mkdtempSync(join(tmpdir(), 'playhead-bench-hooks-'));
const server = await startServer(join(home, 'data'));
const idle = await startIdleServer();
try {
  const ways = handlersOf(home, server.url, idle.url);
  const result = { bench: 'hooks', process: await measureProcesses(ways, join(home, 'data')) };
  if (process.env.CLAUDE_BIN) result.client = await measureClient(ways, home, pluginsOf(home, server.url));
  console.log(JSON.stringify(result));
} finally {
  await Promise.all([server.stop(), idle.stop()]);
  rmSync(home, { recursive: true, force: true });
}
