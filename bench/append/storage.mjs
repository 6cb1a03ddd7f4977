// Eight processes append to one session at once: fsStorage beside plain fs, which looks at nothing and knows no sessions, by `appendFileSync`,
// which opens the file each time, and by `writeSync` to a descriptor that stays open.
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../../tooling/packages.mjs';

const PROCESSES = 8;
const SIZES = { '300B': { bytes: 300, lines: 2000 }, '64KB': { bytes: 65_536, lines: 200 } };
const KINDS = ['fs', 'descriptor', 'appendSync', 'append'];
const RUNS = 3;
const ENTRY = `
export { createProducer } from './packages/recorder/src/producer.ts';
export { fsStorage } from './packages/storage-adapters/src/adapters/fs.ts';
`;

/** Microseconds that an append takes a process, the median of the processes and of three runs, and how many lines are not in the log afterwards. */
export async function measureStorage() {
  const directory = mkdtempSync(join(tmpdir(), 'playhead-bench-'));
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: root }, bundle: true, write: false, format: 'esm', platform: 'node', conditions: ['@playhead/source'],
    banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" },
  });
  const bundle = join(directory, 'storage.mjs');
  writeFileSync(bundle, outputFiles[0].contents);
  const { fsStorage } = await import(pathToFileURL(bundle).href);
  const result = { processes: PROCESSES, ratios: {}, us: {}, missing: 0 };
  for (const [size, { bytes, lines }] of Object.entries(SIZES)) {
    const times = Object.fromEntries(KINDS.map((kind) => [kind, []]));
    for (let run = 0; run < RUNS; run += 1) {
      for (const kind of KINDS) {
        const home = mkdtempSync(join(directory, 'home-'));
        const storage = fsStorage({ dir: home });
        const { sessionId } = await storage.create({ sessionId: '01937d1e-0000-7000-8000-000000000001', name: 'Bench', harness: 'bench', agentName: 'bench', workspaceName: 'bench' });
        const done = await race([kind, home, sessionId, String(lines), String(bytes), bundle]);
        times[kind].push(median(done.map(({ took }) => took * 1000 / lines)));
        result.missing += kind === 'fs' || kind === 'descriptor' ? missingIn(readFileSync(join(home, 'plain.jsonl'), 'utf8'), lines) : await missingFrom(storage, sessionId, lines);
        await storage.close();
        rmSync(home, { recursive: true, force: true });
      }
    }
    for (const kind of KINDS) result.us[`${kind}${size}`] = round(median(times[kind]));
    for (const kind of KINDS.slice(1)) result.ratios[`${kind}${size}`] = round(median(times[kind]) / median(times.fs));
  }
  rmSync(directory, { recursive: true, force: true });
  return result;
}

/** Starts the writers together once all of them are ready. */
async function race(args) {
  const writers = Array.from({ length: PROCESSES }, () => fork(join(root, 'bench/append/writer.mjs'), args));
  const next = (writer) => new Promise((resolve, reject) => { writer.once('message', resolve); writer.once('error', reject); });
  await Promise.all(writers.map(next));
  const done = writers.map(next);
  for (const writer of writers) writer.send('go');
  return Promise.all(done);
}

async function missingFrom(storage, sessionId, lines) {
  let found = 0;
  for await (const { records, damage } of storage.read(sessionId)) found += records.length - damage.length;
  return PROCESSES * lines - found;
}

function missingIn(text, lines) {
  return PROCESSES * lines - text.split('\n').filter((line) => line.startsWith('{"$r":1') && line.endsWith('}')).length;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function round(value) {
  return Math.round(value * 100) / 100;
}
