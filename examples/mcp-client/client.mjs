// An agent without hooks that records itself: its MCP client starts `playhead mcp` and calls the tools.
import { mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { checkRecording } from './check-recording.mjs';

const home = process.env.PLAYHEAD_EXAMPLE_HOME ?? (await mkdtemp(join(tmpdir(), 'playhead-example-home-')));
const playhead = join(dirname(createRequire(import.meta.url).resolve('playhead/package.json')), 'bin/playhead.js');

const client = new Client({ name: 'example-client', version: '1.0.0' });
await client.connect(new StdioClientTransport({ command: process.execPath, args: [playhead, 'mcp'], env: { PATH: process.env.PATH ?? '', PLAYHEAD_HOME: home } }));

/** Calls a tool. A refusal says what to correct; a model reads it and tries again. */
async function call(name, input) {
  const { isError, content, structuredContent } = await client.callTool({ name, arguments: input });
  if (isError) throw new Error(`${name}: ${content[0].text}`);
  return structuredContent;
}

const { sessionId, replayUrl } = await call('record_start', {
  name: 'Repair the cart', harness: 'example-client', agentName: 'repairer', workspaceName: 'shop', prompt: 'The test of the cart fails. Make it pass.',
});
await call('record_event', { sessionId, type: 'prompt', data: { text: 'The test of the cart fails. Make it pass.', origin: 'human' } });
await call('record_marker', { sessionId, kind: 'chapter', title: 'Find the fault' });
const run = {
  sessionId,
  idempotencyKey: 'first run of the tests', // sent again after a timeout, it is recorded once
  events: [
    { type: 'terminal_command', call: 'c1', data: { command: 'npm test' } },
    { type: 'terminal_output', call: 'c1', data: { text: '1 failing\n', exitCode: 1 } },
    { type: 'test_result', call: 'c1', data: { passed: 0, failed: 1 } },
    { type: 'tool_result', call: 'c1', data: { status: 'failed' } },
  ],
};
await call('record_event', run);
await call('record_event', run);
await call('record_note', { sessionId, text: 'The total adds where it should multiply.', path: 'cart.mjs', line: 2 });
await call('record_marker', { sessionId, kind: 'needs_review', title: 'Are there other callers?' });
await call('record_stop', { sessionId, outcome: 'success', finalOutput: { title: 'Cart repaired', content: 'The total now **multiplies**.' } });
await client.close();

await checkRecording({ home, sessionId });
console.log(`Recorded in ${home}\nReplay: ${replayUrl}`);
console.log(`To watch it, start the server on that folder: PLAYHEAD_HOME=${home} npx playhead ui`);
