// What keyframes of terminals cost, and what a seek costs with them, on output of real programs: beside an emulator that only parses, and beside
// @xterm/addon-serialize in the same run. Prints one line of JSON. `--mb 20` takes one size.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../tooling/packages.mjs';

const require = createRequire(import.meta.url);
const { Terminal } = require('@xterm/headless');
const { SerializeAddon } = require('@xterm/addon-serialize');
const SESSION = '0199f1a0-0000-7000-8000-00000000000b';
const PIECE = 16 * 1024;
const SEEKS = 150;
const CUTS = 400;
const argument = process.argv.indexOf('--mb');
const sizes = argument > 0 ? [Number(process.argv[argument + 1])] : [20, 100];
const directory = await mkdtemp(join(root, 'node_modules/.cache/keyframes-'));
const entry = `
export { keepKeyframes, openTerminalTrack, serializeScreen } from './packages/replay-core/src/terminal/index.ts';
export { stateOf, writeNow, isAtGround } from './packages/replay-core/src/terminal/emulator-state.ts';
export { memoryStorage } from './packages/storage-adapters/src/adapters/memory.ts';
export { encodeRecord } from './packages/protocol/src/index.ts';
export { readScreen } from './packages/replay-core/src/terminal/test-support/read-screen.ts';`;
const { outputFiles } = await build({ stdin: { contents: entry, resolveDir: root, loader: 'ts' }, bundle: true, write: false, format: 'esm', platform: 'node', conditions: ['@playhead/source'], logLevel: 'error' });
await writeFile(join(directory, 'terminal.mjs'), outputFiles[0].contents);
const { keepKeyframes, openTerminalTrack, serializeScreen, stateOf, writeNow, isAtGround, memoryStorage, encodeRecord, readScreen } = await import(pathToFileURL(join(directory, 'terminal.mjs')).href);
const { readFileSync } = await import('node:fs');
const { gunzipSync } = await import('node:zlib');
const captured = (name) => gunzipSync(readFileSync(join(root, 'packages/replay-core/fixtures/terminal', `${name}.bin.gz`))).toString();
const programs = ['claude-code', 'git-log', 'vim', 'ink', 'tmux', 'less', 'htop'].map(captured);
const size = { cols: 100, rows: 30 };

const rows = [];
for (const mb of sizes) rows.push(await measure(mb));
console.log(JSON.stringify({ bench: 'keyframes', rows, serializers: compareSerializers() }));
await rm(directory, { recursive: true });

async function measure(mb) {
  const storage = memoryStorage();
  await storage.create({ sessionId: SESSION, name: 'bench', harness: 'pty', agentName: 'bench', workspaceName: 'bench' });
  let [n, bytes, at] = [0, 0, 1_763_700_000_000_000];
  const line = (type, data) => encodeRecord({ $r: 1, id: `r${n}`, p: 'pty', e: 0, n: n++, at, type, via: 'pty', call: 'pty', data });
  let lines = [line('terminal_command', { command: 'bench', pty: { columns: size.cols, rows: size.rows } })];
  const started = at;
  for (let round = 0; bytes < mb * 1e6; round += 1) {
    const text = `\u001b[0m\u001b[?1049l\r\n${round} ${programs[round % programs.length]}`;
    for (let from = 0; from < text.length; from += PIECE) {
      at += 8_000;
      const piece = text.slice(from, from + PIECE);
      bytes += Buffer.byteLength(piece);
      lines.push(line('terminal_output', { stream: 'pty', text: piece }));
    }
    if (lines.length > 200) {
      await storage.append(SESSION, lines, { encoded: true });
      lines = [];
    }
  }
  lines.push(line('terminal_output', { stream: 'pty', text: '', exitCode: 0 }));
  await storage.append(SESSION, lines, { encoded: true });
  const only = new Terminal({ ...size, scrollback: 1000, allowProposedApi: true, logLevel: 'off' });
  let read = 0;
  const readMs = await timed(async () => { for await (const { records } of storage.read(SESSION)) read += records.length; });
  const parseMs = await timed(async () => { for await (const { records } of storage.read(SESSION)) for (const { record } of records) if (record.data.text) writeNow(stateOf(only), record.data.text); }) - readMs;
  only.dispose();
  const emulator = async () => Terminal;
  const buildMs = await timed(() => keepKeyframes(storage, SESSION, { emulator })) - readMs;
  const kept = await storage.derived.get(SESSION, 'keyframes', 2);
  const openMs = await timed(() => openTerminalTrack(storage, SESSION, { emulator }));
  const track = await openTerminalTrack(storage, SESSION, { emulator });
  const shown = new Terminal({ ...size, scrollback: 1000, allowProposedApi: true, logLevel: 'off' });
  const [screens, parses] = [[], []];
  const random = randomNumbers(11);
  for (let seek = 0; seek < SEEKS; seek += 1) {
    const began = process.cpuUsage();
    const { writes } = await track.screenAt(started + Math.floor(random() * (at - started)));
    const fetched = process.cpuUsage();
    shown.reset();
    for (const { columns, rows: height, data } of writes) {
      shown.resize(columns, height);
      writeNow(stateOf(shown), data);
    }
    parses.push(spent(fetched));
    screens.push(spent(began) - parses.at(-1));
  }
  shown.dispose();
  return {
    mb: round(bytes / 1e6), records: read, parseMs: round(parseMs), ratios: { buildToParse: round(buildMs / parseMs), keptToOutput: kept.length / bytes }, openMs: round(openMs),
    seekMs: { read: percentiles(screens), parse: percentiles(parses) }, heapMb: round(process.memoryUsage().heapUsed / 1e6),
  };
}

/** Both serializers at the same cuts: how long they take, and how often an emulator restored from them shows the same. */
function compareSerializers() {
  const results = { own: { ms: 0, same: 0 }, addon: { ms: 0, same: 0 } };
  let cuts = 0;
  for (const program of programs) {
    const terminal = new Terminal({ ...size, scrollback: 1000, allowProposedApi: true, logLevel: 'off' });
    const addon = new SerializeAddon();
    terminal.loadAddon(addon);
    const step = Math.max(1, Math.floor(program.length / (CUTS / programs.length)));
    for (let from = 0; from < program.length; from += step) {
      writeNow(stateOf(terminal), program.slice(from, from + step));
      if (!isAtGround(stateOf(terminal))) continue;
      cuts += 1;
      const expected = inSight(terminal);
      for (const [name, write] of [['own', () => serializeScreen(terminal)], ['addon', () => addon.serialize({ scrollback: 0 })]]) {
        const began = performance.now();
        const text = write();
        results[name].ms += performance.now() - began;
        const other = new Terminal({ ...size, scrollback: 1000, allowProposedApi: true, logLevel: 'off' });
        writeNow(stateOf(other), text);
        if (inSight(other) === expected) results[name].same += 1;
        other.dispose();
      }
    }
    terminal.dispose();
  }
  for (const result of Object.values(results)) result.ms = round(result.ms / cuts);
  return { cuts, ...results };
}

/** What can be seen, and the cursor: less than what our serializer keeps. */
function inSight(terminal) {
  return readScreen(terminal).filter((line) => /^(normal|alternate) -?\d+|^cursor/.test(line)).map((line) => line.replace(/ normal row \d+$/, '').replace(/^(\w+ \d+) wrapped/, '$1')).join('\n');
}

/** Processor time, which other programs of the machine change less. */
async function timed(work) {
  const began = process.cpuUsage();
  await work();
  return spent(began);
}

function spent(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

function percentiles(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { p50: round(sorted[Math.floor(sorted.length / 2)]), p95: round(sorted[Math.floor(sorted.length * 0.95)]), max: round(sorted.at(-1)) };
}

function randomNumbers(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

function round(value) {
  return Math.round(value * 100) / 100;
}
