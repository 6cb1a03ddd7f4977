import { fileURLToPath } from 'node:url';
import { close, recordEvent, recordStart, recordStop } from '@playhead/recorder';
import { judge } from './critic.mjs';
import { runProcess } from './run-process.mjs';
import { changesOf } from './workspace.mjs';

const ACTOR = fileURLToPath(new URL('actor.mjs', import.meta.url));

/**
 * Lets the actor try until the critic is content, gives up, the limit is reached or `signal` says stop, and records every round.
 *
 * @param onActor - Hears what the actor prints while it works.
 */
export async function runLoop({ workspace, prompt, script, maxIterations, signal, onActor }) {
  const session = await recordStart({
    name: `Repair the cart: ${script}`, harness: 'actor-critic', agentName: 'actor', workspaceName: 'shop', project: 'shop', cwd: workspace, prompt, maxIterations,
    models: ['script'], agents: [{ id: 'actor', type: 'actor' }, { id: 'critic', type: 'critic' }],
  });
  const { sessionId } = session;
  const turn = 'turn-1';
  const record = (type, data, call) => recordEvent({ sessionId, type, data, turn, ...(call && { call }) });
  record('prompt', { text: prompt, origin: 'human' });
  for (let index = 1; index <= maxIterations && !signal.aborted; index += 1) {
    const actor = await runActor({ script, index, workspace, signal, record, onActor });
    if (signal.aborted) break; // half a round is none
    const changes = await changesOf(workspace);
    const tests = await runTests({ index, workspace, record });
    const { decision, feedback, confidence } = judge({ ...actor, ...changes, tests });
    record('iteration', { index, actor: actor.stdout, stderr: actor.stderr, exitCode: actor.exitCode, durationUs: actor.durationUs, ...changes, critic: feedback, decision });
    if (decision === 'CONTINUE') continue;
    const end = decision === 'DONE' ? { outcome: 'success', summary: `The critic was content after ${index} rounds.`, confidence } : { outcome: 'failed', summary: feedback.split('\n')[0] };
    return stop(session, end);
  }
  return stop(session, signal.aborted ? { outcome: 'interrupted', summary: 'Somebody pressed Ctrl-C.' } : { outcome: 'max_iterations_reached', summary: `The critic was not content after ${maxIterations} rounds.`, confidence: 0.2 });
}

async function stop(session, end) {
  await recordStop({ sessionId: session.sessionId, ...end });
  await close();
  return { ...session, ...end };
}

async function runActor({ script, index, workspace, signal, record, onActor }) {
  const call = `actor-${index}`;
  record('terminal_command', { command: `node actor.mjs ${script} ${index}`, description: `Round ${index}: let the actor work`, cwd: workspace }, call);
  const actor = await runProcess(process.execPath, [ACTOR, script, String(index)], {
    cwd: workspace, signal,
    onOutput: ({ stream, text }) => {
      record('terminal_output', { text, stream }, call);
      onActor?.(text);
    },
  });
  record('tool_result', { status: signal.aborted ? 'interrupted' : actor.exitCode === 0 ? 'ok' : 'failed', durationUs: actor.durationUs }, call);
  return actor;
}

async function runTests({ index, workspace, record }) {
  const call = `tests-${index}`;
  record('terminal_command', { command: 'node --test --test-reporter=tap', description: `Round ${index}: see what the critic sees`, cwd: workspace }, call);
  const { stdout, exitCode, durationUs } = await runProcess(process.execPath, ['--test', '--test-reporter=tap'], { cwd: workspace });
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)`, 'm').exec(stdout)?.[1] ?? 0);
  const failures = [...stdout.matchAll(/^\s*not ok \d+ - (.+)$/gm)].map(([, name]) => name).filter((name) => !name.endsWith('.mjs'));
  const tests = { passed: count('pass'), failed: count('fail'), failures };
  record('terminal_output', { text: stdout, exitCode }, call);
  record('test_result', { framework: 'node:test', passed: tests.passed, failed: tests.failed, durationUs }, call);
  record('tool_result', { status: exitCode === 0 ? 'ok' : 'failed', durationUs }, call);
  return tests;
}
