import { spawn } from 'node:child_process';
import { compared } from './ways.mjs';

const ROUNDS = 120;

/** The wait for one payload of 2 kB, way after way, round after round. */
export async function measureProcesses(ways) {
  const waits = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    const payload = `${JSON.stringify({ session_id: 'bench', transcript_path: '/p/bench.jsonl', cwd: '/w', hook_event_name: 'PreToolUse', tool_name: 'Read', tool_use_id: `toolu_${round}`, tool_input: { file_path: '/w/a.txt', note: 'x'.repeat(2000) } })}\n`;
    for (const [name, handler] of Object.entries(ways)) {
      if (handler === undefined) continue;
      const started = process.hrtime.bigint();
      await (handler.type === 'http' ? send(handler, payload) : run(handler, payload));
      (waits[name] ??= []).push(Number(process.hrtime.bigint() - started) / 1e6);
    }
  }
  return compared(waits);
}

/** As the client does it, which sends a variable that is not set as an empty text. */
async function send({ url, headers = {} }, body) {
  const filled = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replaceAll(/\$\w+/g, '')]));
  const response = await fetch(url, { method: 'POST', body, headers: { ...filled, 'content-type': 'application/json' } });
  await response.arrayBuffer();
  if (!response.ok) throw new Error('The server did not take a payload.');
}

function run({ command, args }, payload) {
  return new Promise((done, failed) => {
    const [file, given] = args ? [command, args] : ['/bin/sh', ['-c', command]];
    const child = spawn(file, given, { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => {});
    child.on('error', failed);
    child.on('close', (code) => (code === 0 ? done() : failed(new Error(`${file} ended with ${code}.`))));
    child.stdin.end(payload);
  });
}
