// A small agent that repairs a failing test, records itself while it does, and checks its recording.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const workspace = await mkdtemp(join(tmpdir(), 'playhead-example-workspace-'));
const home = process.env.PLAYHEAD_EXAMPLE_HOME ?? (await mkdtemp(join(tmpdir(), 'playhead-example-home-')));
process.env.PLAYHEAD_HOME = home; // where the default recorder keeps its files

await writeFile(join(workspace, 'cart.mjs'), 'export function total(price, quantity) {\n  return price + quantity;\n}\n');
await writeFile(
  join(workspace, 'cart.test.mjs'),
  "import assert from 'node:assert/strict';\nimport test from 'node:test';\nimport { total } from './cart.mjs';\n\ntest('the total is price times quantity', () => {\n  assert.equal(total(4, 3), 12);\n});\n",
);

const { runAgent } = await import('./run-agent.mjs');
const { checkRecording } = await import('./check-recording.mjs');

const { sessionId, replayUrl } = await runAgent({ workspace, prompt: 'The test of cart.mjs fails. Make it pass.' });
await checkRecording({ home, sessionId });
await rm(workspace, { recursive: true });

console.log(`Recorded in ${home}\nReplay: ${replayUrl}`);
console.log(`To watch it, start the server on that folder: PLAYHEAD_HOME=${home} npx playhead ui`);
