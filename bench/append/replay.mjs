// What one more event costs a running replay: at 1,000 and at 100,000 events, and against building the session anew.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../../tooling/packages.mjs';

const SMALL = 1000;
const LARGE = 100_000;
const APPENDS = 400;
const START = 1_763_683_200_000_000;

let createModel, createReplay, createTimeMap, statsOf;

/** Times are medians in microseconds. */
export async function measureReplay() {
  const directory = await mkdtemp(join(tmpdir(), 'playhead-bench-'));
  const { outputFiles } = await build({
    entryPoints: [join(root, 'packages/replay-core/src/index.ts')], bundle: true, write: false, format: 'esm', platform: 'neutral', conditions: ['@playhead/source'],
  });
  await writeFile(join(directory, 'replay-core.mjs'), outputFiles[0].contents);
  ({ createModel, createReplay, createTimeMap, statsOf } = await import(pathToFileURL(join(directory, 'replay-core.mjs')).href));

  const result = { ratios: {}, medianUs: {} };
  for (const [name, { prepare, late = 0 }] of Object.entries({
    plain: { prepare: () => undefined },
    late: { prepare: () => undefined, late: 3 },
    narrowed: { prepare: (replay) => { replay.setFilter({ statuses: ['failed'] }); replay.setRange({ from: START, to: Infinity }); replay.setQuery('npm'); } },
  })) {
    const [small, large] = [await appendCost(SMALL, prepare, late), await appendCost(LARGE, prepare, late)];
    result.ratios[name] = round(large / small);
    Object.assign(result.medianUs, { [`${name}1k`]: round(small), [`${name}100k`]: round(large) });
  }
  const model = [modelCost(SMALL), modelCost(LARGE)];
  result.ratios.model = round(model[1] / model[0]);
  const records = sessionOf(LARGE);
  const rebuild = median(Array.from({ length: 3 }, () => timed(() => createTimeMap(createModel().add(records).events.map(({ record }) => record.at), 'idle-capped'))));
  result.ratios.appendToRebuild = round(result.medianUs.plain100k / rebuild, 6);
  const whole = createModel().add(records);
  Object.assign(result.medianUs, { model1k: round(model[0]), model100k: round(model[1]), rebuild100k: round(rebuild), stats100k: round(median(Array.from({ length: 5 }, () => timed(() => statsOf(whole))))) });
  await rm(directory, { recursive: true, force: true });
  return result;
}

/** One more event in a store that someone looks at, in microseconds; `late` says how many later ones it comes after. */
async function appendCost(size, prepare, late) {
  const all = sessionOf(size + APPENDS);
  if (late > 0) for (let place = size; place + late < all.length; place += late + 1) all.splice(place + late, 0, ...all.splice(place, 1));
  const waiting = [{ records: all.slice(0, size), upToDate: true }];
  let wake = () => undefined;
  let taken = () => undefined;
  const replay = createReplay({
    async *open(signal) {
      while (!signal.aborted) {
        while (waiting.length > 0) { yield waiting.shift(); taken(); }
        await new Promise((resolve) => { wake = resolve; });
      }
    },
  }, { at: START, later: (callback) => { const handle = setImmediate(callback); return () => clearImmediate(handle); } });
  const send = async (chunk) => {
    const done = new Promise((resolve) => { taken = resolve; });
    waiting.push(chunk);
    wake();
    await done;
  };
  while (replay.getState().status !== 'ready') await new Promise((resolve) => { setImmediate(resolve); });
  prepare(replay);
  for (let hits = -1; hits !== replay.getState().hits.length;) { // a search of much goes on for a while
    hits = replay.getState().hits.length;
    for (let turn = 0; turn < 20; turn += 1) await idle();
  }
  // What views do with every change: they look at the newest events and at what is left of them.
  let seen = 0;
  replay.subscribe(() => {
    const { model, timeMap, shown, hits, currentIndex } = replay.getState();
    const last = model.events.at(-1);
    seen += model.events.length + model.chapters.length + model.moments.length + model.errorIds.length + model.files.length + model.tests.length + shown.count + hits.length;
    seen += Number(model.events[currentIndex]?.at ?? 0) + (last && shown.includes(last) ? timeMap.toVirtual(last.record.at) : 0);
  });
  const times = [];
  for (const [index, record] of all.slice(size).entries()) {
    const started = performance.now();
    await send({ records: [record], upToDate: true });
    if (late === 0 || index % (late + 1) === late) times.push((performance.now() - started) * 1000);
    await idle();
  }
  replay.close();
  wake();
  if (replay.getState().model.events.length !== size + APPENDS || seen === 0) throw new Error('Not every event arrived.');
  return median(times);
}

/** One more event in a model alone, in microseconds. */
function modelCost(size) {
  const all = sessionOf(size + APPENDS);
  const builder = createModel();
  builder.add(all.slice(0, size));
  return median(all.slice(size).map((record) => timed(() => builder.add([record]).events.length)));
}

/** A session as agents make them: a prompt every 200 events, calls with output, edits, tests, usage and some errors. */
function sessionOf(length) {
  const records = [];
  const put = (type, data, more = {}) => {
    const n = records.length;
    records.push({ $r: 1, id: `r${n}`, p: 'p', e: 0, n, at: START + n * 700_000, type, via: 'hook', ...more, data });
  };
  put('session_start', { sessionId: 's', name: 'Bench', harness: 'bench', agentName: 'agent', workspaceName: 'w' });
  for (let call = 0; records.length < length; call += 1) {
    const its = { call: `c${call}` };
    if (call % 60 === 0) put('prompt', { text: `Do thing ${call}`, origin: 'human' });
    if (call % 5 === 0) {
      put('tool_call', { name: 'Edit', kind: 'edit', title: `src/file-${call % 300}.ts`, input: { file_path: `src/file-${call % 300}.ts` } }, its);
      put('file_diff', { path: `src/file-${call % 300}.ts`, change: 'modified', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a', '+b'] }] }, its);
    } else {
      put('terminal_command', { command: call % 5 === 1 ? 'npm test' : `cat src/file-${call}.ts`, tool: 'Bash' }, its);
      put('terminal_output', { text: `output ${call}`, exitCode: call % 40 === 1 ? 1 : 0 }, its);
      if (call % 5 === 1) put('test_result', { passed: 10, failed: call % 40 === 1 ? 2 : 0 }, its);
    }
    put('tool_result', { status: call % 40 === 1 ? 'failed' : 'ok', text: `result ${call}` }, its);
    if (call % 4 === 0) put('usage', { inputTokens: 100, outputTokens: 10, messageId: `m${call}` });
  }
  return records.slice(0, length);
}

function timed(run) {
  const started = performance.now();
  run();
  return (performance.now() - started) * 1000;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function round(value, digits = 2) {
  return Number(value.toFixed(digits));
}

async function idle() {
  await new Promise((resolve) => { setImmediate(resolve); });
}
