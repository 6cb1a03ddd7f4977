// What recording an event costs the agent: 20,000 events of a session into a file, beside pino writing the same data synchronously,
// plain fs and the OpenTelemetry logs SDK in the same run, until everything is with the kernel. Processor time of the process, which a
// busy machine does not stretch much. Prints one line of JSON.
import { mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeFileSync } from 'node:fs';
import pino from 'pino';
import { build } from 'esbuild';
import { root } from '../tooling/packages.mjs';
import { createOtelLogger } from './loss/exporter.mjs';

const EVENTS = 20_000;
/** Each variant runs so often before its time counts: an agent records for hours, and the compiler is done with its code after seconds. */
const WARM_UP = 5;
const RUNS = 9;
const directory = mkdtempSync(join(tmpdir(), 'playhead-bench-'));
process.env['PLAYHEAD_HOME'] = join(directory, 'home');
process.env['XDG_CONFIG_HOME'] = directory;
const load = async (name, entry) => {
  const { outputFiles } = await build({ entryPoints: [join(root, entry)], bundle: true, write: false, format: 'esm', platform: 'node', conditions: ['@playhead/source'], banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" } });
  writeFileSync(join(directory, name), outputFiles[0].contents);
  return import(pathToFileURL(join(directory, name)).href);
};
const { createRecorder } = await load('recorder.mjs', 'packages/recorder/src/index.ts');
const { fsStorage } = await load('fs.mjs', 'packages/storage-adapters/src/adapters/fs.ts');

const sessionId = '019aa5b0-0000-7000-8000-000000000000';
const events = Array.from({ length: EVENTS }, (_, index) => eventOf(index));
const recorded = events.map((event) => ({ sessionId, ...event })); // an agent makes its event for either
let files = 0;
const variants = {
  pino: () => {
    const logger = pino({ base: undefined }, pino.destination({ dest: join(directory, `pino-${files += 1}.log`), sync: true }));
    return { events, write: (event) => logger.info(event), end: () => {} };
  },
  fs: () => {
    const file = openSync(join(directory, `plain-${files += 1}.log`), 'a');
    return { events, write: (event) => writeSync(file, `${JSON.stringify(event)}\n`), end: () => {} };
  },
  otel: () => {
    const { logger, provider } = createOtelLogger(join(directory, `otel-${files += 1}.log`), { maxQueueSize: 1_000_000 }); // its default of 2,048 would lose most of them
    return { events, write: (event) => logger.emit({ body: event.type, attributes: event }), end: () => provider.forceFlush() };
  },
  off: recording({ redaction: { policy: 'off' } }),
  sync: recording({ redaction: { policy: 'off' }, durability: 'sync' }),
  entity: recording({ redaction: { policy: 'entity' } }),
  strict: recording({ redaction: { policy: 'strict' } }),
};
const times = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
// Strict changes every record, and the compiler the code for it: a process has one policy, so it goes last.
const rounds = [Object.keys(variants).filter((name) => name !== 'strict'), ['strict']].flatMap((names) => Array.from({ length: WARM_UP + RUNS }, (_, round) => ({ names, counts: round >= WARM_UP })));
for (const { names, counts } of rounds) {
  for (const name of names) {
    const { events: all, write, end } = await variants[name]();
    const started = process.cpuUsage();
    for (let index = 0; index < EVENTS; index += 1) {
      write(all[index]);
      if (index % 100 === 99) await new Promise((resolve) => setImmediate(resolve)); // an agent waits for something now and then
    }
    await end();
    const { user, system } = process.cpuUsage(started);
    if (counts) times[name].push(user + system);
  }
}
rmSync(directory, { recursive: true, force: true });
const perEventUs = Object.fromEntries(Object.entries(times).map(([name, spent]) => [name, round(median(spent) / EVENTS)]));
const ratios = Object.fromEntries(Object.keys(times).filter((name) => name !== 'pino').map((name) => [name, round(median(times[name]) / median(times.pino))]));
console.log(JSON.stringify({ bench: 'record', events: EVENTS, ratios, perEventUs }));

function recording(options) {
  return async () => {
    const storage = fsStorage({ dir: join(directory, `home-${files += 1}`) });
    const recorder = createRecorder({ storage, serverUrl: 'http://127.0.0.1:7433', ...options });
    await recorder.recordStart({ sessionId, name: 'Bench', harness: 'bench', agentName: 'bench', workspaceName: 'bench' });
    return {
      events: recorded,
      write: (event) => recorder.recordEvent(event),
      end: async () => { await recorder.flush(); await recorder.close(); await storage.close(); },
    };
  };
}

/** An event as agents have them: a command, its output, a result. */
function eventOf(index) {
  const call = `toolu_${String(index - (index % 3)).padStart(8, '0')}`;
  if (index % 3 === 0) return { type: 'terminal_command', call, data: { command: `npm test -- test/unit-${index % 97}.test.js`, cwd: '/home/ada/shop', tool: 'Bash', description: 'Run the tests of one file' } };
  if (index % 3 === 1) return { type: 'terminal_output', call, data: { text: `> shop@1.0.0 test\n> vitest run test/unit-${index % 97}.test.js\n\n ✓ test/unit-${index % 97}.test.js (12 tests) 41ms\n\n Test Files  1 passed (1)\n      Tests  12 passed (12)\n   Duration  412ms\n`, exitCode: 0 } };
  return { type: 'tool_result', call, data: { status: 'ok', text: `12 passed in 412 ms; src/routes/users-${index % 31}.ts was covered to 98 percent`, durationUs: 412_000 } };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function round(value) {
  return Math.round(value * 100) / 100;
}
