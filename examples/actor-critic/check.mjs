// Runs the loop to each of its four ends, one of them with Ctrl-C, and fails when a recording is not what happened.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createModel, iterationsOf } from '@playhead/replay-core';
import { fsStorage } from '@playhead/storage-adapters/fs';

const home = process.env.PLAYHEAD_EXAMPLE_HOME ?? (await mkdtemp(join(tmpdir(), 'playhead-example-home-')));

/** What each end looks like: decisions, and what the session says of itself. */
const ENDS = {
  success: { decisions: ['CONTINUE', 'DONE'], info: { confidence: 0.95, iterations: 2 } },
  failed: { decisions: ['ERROR'], info: { iterations: 1 } },
  interrupted: { decisions: ['CONTINUE'], info: { iterations: 1 } },
  max_iterations_reached: { decisions: ['CONTINUE', 'CONTINUE', 'CONTINUE'], info: { confidence: 0.2, iterations: 3, maxIterations: 3 } },
};

for (const [outcome, { decisions, info }] of Object.entries(ENDS)) {
  const sessionId = await runToItsEnd(outcome);
  const storage = fsStorage({ dir: home });
  const found = await storage.get(sessionId);
  assert.deepEqual([found.status, found.outcome, found.iterations, found.confidence], ['completed', outcome, info.iterations, info.confidence]);
  const model = createModel();
  for await (const { records } of storage.read(sessionId)) model.add(records.map(({ record }) => record));
  await storage.close();
  const rounds = iterationsOf(model.model);
  assert.deepEqual(rounds.map(({ decision }) => decision), decisions);
  for (const [place, round] of rounds.entries()) {
    assert.equal(round.index, place + 1);
    assert.deepEqual(round.stepIds, [`actor-${round.index}`, `tests-${round.index}`]);
    assert.ok(round.durationUs > 0 && round.critic.length > 0);
  }
  if (outcome === 'failed') assert.deepEqual([rounds[0].exitCode, rounds[0].diff, rounds[0].filesChanged], [7, '', 0]);
  else assert.match(rounds[0].diff, /^diff --git a\/cart\.mjs b\/cart\.mjs/);
  console.log(`${outcome}: ${rounds.length} rounds, ${model.model.events.length} events`);
}
console.log(`Recorded in ${home}\nTo watch them: PLAYHEAD_HOME=${home} npx playhead ui`);

async function runToItsEnd(script) {
  const loop = spawn(process.execPath, [fileURLToPath(new URL('loop.mjs', import.meta.url)), script], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, PLAYHEAD_HOME: home } });
  let printed = '';
  loop.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
    if (text.includes('Thinking')) loop.kill('SIGINT'); // as Ctrl-C does
  });
  const [code] = await once(loop, 'close');
  assert.equal(code, 0, printed);
  return printed.match(/^[0-9a-f]{8}-[0-9a-f-]{27}$/m)[0];
}
