// What a recorded terminal costs whoever looks at it: 26 MB of coloured text through `playhead record`, with redaction and without, beside plain `cat`,
// `script -q` and `script` with its timing, in the same run, taking turns; and the time from a key to its echo. The terminal around them is a
// program in C that throws everything away; `node` is a Node program that passes bytes on and nothing else. Counts from the first byte to the last, so that nobody's start counts. A round takes less than a second,
// so there are many, and a ratio is the median of those within each round, told with its quarters. `workMs` is the processor time of all who take
// part, of the round with the least: where two processors are busy all the time, it decides how long a round takes. Prints one line of JSON.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../tooling/packages.mjs';

const BYTES = 26_000_000;
const ROUNDS = 15;
const ECHO_ROUNDS = 5;
const WORK_ROUNDS = 5;
/** Of the bytes, so many are enough to count: all, and who is counted is there still. */
const COUNTED = 0.97;
const directory = mkdtempSync(join(tmpdir(), 'playhead-bench-pty-'));
const bin = join(root, 'packages/cli/dist/bench-pty.js');
const outer = join(directory, 'outer');
const work = join(directory, 'work');
const file = join(directory, 'text');
const typescript = join(directory, 'typescript');
const env = { PATH: process.env['PATH'], HOME: directory, TERM: 'xterm-256color', PLAYHEAD_HOME: join(directory, 'data') };

await build({ entryPoints: [join(root, 'packages/cli/src/bin.ts')], outfile: bin, bundle: true, platform: 'node', format: 'esm', target: 'node20', conditions: ['@playhead/source'], external: ['@lydell/node-pty'], banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" } });
for (const [program, source] of [[outer, 'outer.c'], [work, 'work.c']]) execFileSync('cc', ['-O2', '-o', program, join(root, 'bench/pty', source), '-lutil']);
writeFileSync(file, textOf(BYTES));

const record = (policy, ...command) => ({ command: [process.execPath, bin, 'record', '--', ...command], env: { ...env, PLAYHEAD_REDACTION: policy } });
const passing = (...command) => ({ command: [process.execPath, join(root, 'bench/pty/pass-bytes.mjs'), ...command], env });
const script = (line, ...options) => ({ command: ['script', '-q', ...options, '-c', line, typescript], env });
const raw = "stty raw -echo; echo ready; exec cat";
const streams = {
  cat: { command: ['cat', file], env },
  script: script(`cat ${file}`),
  scriptTiming: script(`cat ${file}`, `--timing=${typescript}.timing`),
  node: passing('cat', file),
  off: record('off', 'cat', file),
  entity: record('entity', 'cat', file),
};
const keys = { cat: { command: ['sh', '-c', raw], env }, script: script(raw), node: passing('sh', '-c', raw), off: record('off', 'sh', '-c', raw), entity: record('entity', 'sh', '-c', raw) };

try {
  const times = measure(streams, 'stream', ROUNDS);
  const seconds = mediansOf(times);
  const echoMs = mediansOf(measure(keys, 'echo', ECHO_ROUNDS));
  const ratios = Object.fromEntries(Object.keys(streams).map((name) => [name, { ofCat: ratioOf(times.cat, times[name]), ofScript: ratioOf(times.script, times[name]) }]));
  const workMs = Object.fromEntries(Object.entries(streams).filter(([name]) => name !== 'cat').map(([name, stream]) => [name, leastWorkOf(stream)]));
  const workOfScript = Object.fromEntries(Object.entries(workMs).map(([name, { all }]) => [name, round(workMs.script.all / all)]));
  console.log(JSON.stringify({ bench: 'pty', bytes: BYTES, rounds: ROUNDS, ratios, seconds, workOfScript, workMs, echoMs, echoOverBareMs: round(Math.max(echoMs.off, echoMs.entity) - echoMs.cat) }));
} finally {
  rmSync(directory, { recursive: true, force: true });
  rmSync(bin, { force: true });
}

/** Every variant in turn, so that what else the machine does meets all of them. */
function measure(variants, kind, rounds) {
  const times = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
  for (let turn = 0; turn < rounds; turn += 1) {
    for (const [name, { command, env: own }] of Object.entries(variants)) {
      const [time] = execFileSync(outer, [kind, ...command], { env: own, encoding: 'utf8' }).split(' ');
      times[name].push(Number(time));
      rmSync(env.PLAYHEAD_HOME, { recursive: true, force: true });
    }
  }
  return times;
}

/** Who takes how much processor time, in the round that takes the least. */
function leastWorkOf({ command, env: own }) {
  const rounds = Array.from({ length: WORK_ROUNDS }, () => {
    const [thread, threads, started, terminal, kernel] = execFileSync(work, [String(BYTES * COUNTED), ...command], { env: own, encoding: 'utf8' }).split(' ').map(Number);
    rmSync(env.PLAYHEAD_HOME, { recursive: true, force: true });
    return { all: round(thread + threads + started + terminal + kernel), thread, threads, started, terminal, kernel };
  });
  return rounds.toSorted((a, b) => a.all - b.all)[0];
}

function mediansOf(times) {
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, round(partOf(all, 0.5))]));
}

/** How fast something is beside something else of the same rounds: the median, and between which values half of the rounds are. */
function ratioOf(peer, own) {
  const all = own.map((time, turn) => peer[turn] / time);
  return { median: round(partOf(all, 0.5)), half: [round(partOf(all, 0.25)), round(partOf(all, 0.75))] };
}

function partOf(all, part) {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length * part)] ?? 0;
}

/** Lines as `git log -p` in colour has them. */
function textOf(bytes) {
  let text = '';
  for (let line = 0; text.length < bytes; line += 1) {
    text += `\u001b[33mcommit ${(line * 2_654_435_761 % 4_294_967_296).toString(16).padStart(40, '0')}\u001b[m\nAuthor: somebody\n    An ordinary line of text, number ${line}\n\u001b[32m+  const value = compute(${line % 9973});\u001b[m\n`;
  }
  return text.slice(0, bytes);
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
