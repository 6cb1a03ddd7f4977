// A loop of an actor and a critic. `node loop.mjs success|failed|interrupted|max_iterations_reached`; Ctrl-C interrupts it.
import { rm } from 'node:fs/promises';
import { runLoop } from './run-loop.mjs';
import { makeWorkspace } from './workspace.mjs';

const [script = 'success'] = process.argv.slice(2);
const interrupted = new AbortController();
process.on('SIGINT', () => interrupted.abort()); // `on`, not `once`: while somebody listens, the recorder leaves the end of the process to them

const workspace = await makeWorkspace();
const { sessionId, outcome, summary, replayUrl } = await runLoop({
  workspace, script, prompt: 'The tests of cart.mjs fail. Make them pass.', maxIterations: 3, signal: interrupted.signal, onActor: (text) => process.stdout.write(text),
});
await rm(workspace, { recursive: true });
console.log(`${outcome}: ${summary}\n${sessionId}\nReplay: ${replayUrl}`);
