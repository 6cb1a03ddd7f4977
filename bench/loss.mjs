// How many of 20,000 events of 200 bytes are lost, in percent, when a program ends: naturally, by process.exit, by an uncaught error, and by
// SIGTERM or SIGKILL at a random moment while it records 200 a millisecond. Beside pino, the OpenTelemetry logs SDK and plain fs in the
// same run. A killed program counts by what it had said, which it does in the turn of the event loop in which it records. Prints one line of JSON.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../tooling/packages.mjs';

const EVENTS = 20_000;
const KILLS = 5;
const KINDS = ['tick', 'sync', 'pinoSync', 'pinoAsync', 'pinoTransport', 'otel', 'fs'];
const directory = mkdtempSync(join(tmpdir(), 'playhead-bench-'));
const bundle = async (name, entry) => {
  const { outputFiles } = await build({ entryPoints: [join(root, entry)], bundle: true, write: false, format: 'esm', platform: 'node', conditions: ['@playhead/source'], banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" } });
  writeFileSync(join(directory, name), outputFiles[0].contents);
  return join(directory, name);
};
const files = [await bundle('recorder.mjs', 'packages/recorder/src/index.ts'), await bundle('fs.mjs', 'packages/storage-adapters/src/adapters/fs.ts')];

let runs = 0;
const lostPercent = {};
for (const kind of KINDS) {
  lostPercent[kind] = { end: await lossOf(kind, 'end'), exit: await lossOf(kind, 'exit'), throw: await lossOf(kind, 'throw') };
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    const losses = [];
    for (let kill = 0; kill < KILLS; kill += 1) losses.push(await lossOf(kind, 'killed', signal));
    lostPercent[kind][signal] = round(losses.reduce((sum, loss) => sum + loss, 0) / KILLS);
  }
}
rmSync(directory, { recursive: true, force: true });
console.log(JSON.stringify({ bench: 'loss', events: EVENTS, kills: KILLS, lostPercent }));

/** What a program that ended this way lost, in percent. */
async function lossOf(kind, ending, signal) {
  const home = mkdtempSync(join(directory, `run-${runs += 1}-`));
  const recorded = await run(kind, ending, home, signal);
  const arrived = new Set(textsIn(home).flatMap((text) => [...text.matchAll(/"event":(\d+)/g)].map(([, event]) => Number(event))).filter((event) => event < recorded));
  rmSync(home, { recursive: true, force: true });
  return round(100 * (recorded - arrived.size) / recorded);
}

/** @returns How many events the program is known to have recorded. */
function run(kind, ending, home, signal) {
  const child = spawn(process.execPath, [join(root, 'bench/loss/agent.mjs'), kind, ending, home, String(EVENTS), ...files], {
    env: { ...process.env, PLAYHEAD_HOME: home, XDG_CONFIG_HOME: home }, stdio: ['ignore', 'pipe', 'ignore'],
  });
  const enough = 2000 + Math.floor(Math.random() * (EVENTS - 4000));
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
    if (signal && recordedOf(said) >= enough) setTimeout(() => child.kill(signal), Math.random() * 3);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(ending === 'killed' ? recordedOf(said) : EVENTS));
  });
}

function recordedOf(said) {
  return Number(/#(\d+)\n$/.exec(said)?.[1] ?? 0);
}

/** Everything that was written, log or spool. */
function textsIn(path) {
  return readdirSync(path, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.jsonl')).map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8'));
}

function round(value) {
  return Math.round(value * 100) / 100;
}
