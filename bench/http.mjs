// What an event costs that httpStorage appends to a server on the same machine, by how many go together, one request after the other.
// The server is a process of its own on the fs storage. Prints one line of JSON; only the ratios to one event a request mean something
// on another machine. Each figure is the best of several rounds, taken by turns.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../tooling/packages.mjs';

const ROUNDS = 7;
/** How many events go together, and how many requests a round has. */
const BATCHES = [[1, 300], [16, 150], [256, 60], [1024, 20]];
const POLICIES = ['entity', 'off'];
const ENTRY = `
export { createHandler } from './packages/server/src/index.ts';
export { listen } from './packages/server/src/node.ts';
export { createProducer, createSessionRecording } from './packages/recorder/src/index.ts';
export { fsStorage } from './packages/storage-adapters/src/adapters/fs.ts';
export { httpStorage } from './packages/storage-adapters/src/adapters/http.ts';
`;

const directory = mkdtempSync(join(tmpdir(), 'playhead-bench-'));
const bundle = join(directory, 'http.mjs');
await build({
  stdin: { contents: ENTRY, resolveDir: root }, bundle: true, outfile: bundle, format: 'esm', platform: 'node', conditions: ['@playhead/source', 'node'],
  banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" }, logLevel: 'error',
});
const { createProducer, httpStorage } = await import(pathToFileURL(bundle).href);

const result = { bench: 'http', rounds: ROUNDS, goal: 1 / 40, ratios: {}, us: {}, missing: 0 };
for (const policy of POLICIES) {
  const server = fork(join(root, 'bench/http/server.mjs'), [bundle, mkdtempSync(join(directory, 'home-')), policy]);
  const url = await new Promise((resolve, reject) => server.once('message', resolve).once('error', reject));
  const storage = httpStorage({ url });
  const times = BATCHES.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, [events, requests]] of BATCHES.entries()) times[index] = Math.min(times[index], await measure(storage, events, requests, `01937d1e-0000-7000-8000-00000000${String(round).padStart(2, '0')}${String(index).padStart(2, '0')}`));
  }
  for (const [index, [events]] of BATCHES.entries()) {
    result.us[`${policy}${events}`] = rounded(times[index]);
    if (events > 1) result.ratios[`${policy}${events}`] = rounded(times[index] / times[0]);
  }
  await storage.close();
  server.send('close');
  await new Promise((resolve) => server.once('exit', resolve));
}
rmSync(directory, { recursive: true, force: true });
console.log(JSON.stringify(result));

/** Microseconds an event takes until the server has it. */
async function measure(storage, events, requests, sessionId) {
  await storage.create({ sessionId, name: 'Bench', harness: 'bench', agentName: 'bench', workspaceName: 'bench' });
  const producer = createProducer({ via: 'sdk' });
  const batches = Array.from({ length: requests + 1 }, (_, batch) => Array.from({ length: events }, (__, n) => producer.produce({
    type: 'terminal_output', data: { text: `step ${batch}.${n}: ${'compiling src/checkout/total.ts and what it needs, '.repeat(5)}done\n`, stream: 'stdout' },
  }).line));
  const [first, ...rest] = batches;
  await storage.append(sessionId, first); // the session is known from here on
  const start = performance.now();
  for (const batch of rest) await storage.append(sessionId, batch);
  const took = performance.now() - start;
  result.missing += (requests + 1) * events - ((await storage.get(sessionId))?.events ?? 0);
  return (took * 1000) / (requests * events);
}

function rounded(value) {
  return Math.round(value * 10_000) / 10_000;
}
