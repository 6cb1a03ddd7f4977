// What it costs to add up 100,000 sessions of the fs storage: the statistics and the catalog from what is kept of each, and how many there are of each
// kind, beside a script that reads every log and adds up its tokens, calls and outcomes (once), and beside reading every head, all in one run. The first
// statistics of a process read the index of the sessions, too. What is kept was measured from the logs of the first sessions, which the others repeat.
// `--sessions N` takes another number.
// Prints one line of JSON; only ratios mean something on another machine.
import { appendFileSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../tooling/packages.mjs';

const at = process.argv.indexOf('--sessions');
const SESSIONS = at > 0 ? Number(process.argv[at + 1]) : 100_000;
/** So many different sessions there are. */
const KINDS = 200;
const RUNS = 3;
const START = 1_763_683_200_000_000;

const directory = mkdtempSync(join(tmpdir(), 'playhead-bench-stats-'));
try {
  const bundle = join(directory, 'stats.mjs');
  const contents = `export { fsStorage } from './packages/storage-adapters/src/adapters/fs.ts'; export { collectCatalog, collectStatistics, countFacets, keepFigures } from './packages/replay-core/src/metrics/index.ts';`;
  await build({ stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, outfile: bundle, format: 'esm', platform: 'node', conditions: ['@playhead/source'], logLevel: 'error' });
  const { fsStorage, collectCatalog, collectStatistics, countFacets, keepFigures } = await import(pathToFileURL(bundle).href);
  const dir = join(directory, 'data');
  plant(join(dir, 'sessions'));
  let storage = fsStorage({ dir });
  await storage.list();
  const measureMs = (await timed(async () => {
    for (let index = 0; index < KINDS; index += 1) await keepFigures(storage, idOf(index));
  })) / KINDS;
  const keptBytes = repeatKept(join(dir, 'derived'));
  await storage.close();
  const times = { first: [], statistics: [], filtered: [], catalog: [], firstFacets: [], facets: [], scan: [], heads: [] };
  let told;
  let scanned;
  times.scan.push(await timed(() => { scanned = scan(join(dir, 'sessions')); })); // once: it takes as long as all the others
  for (let run = 0; run < RUNS; run += 1) {
    storage = fsStorage({ dir });
    times.first.push(await timed(() => collectStatistics(storage)));
    times.statistics.push(await timed(async () => { told = await collectStatistics(storage); }));
    times.filtered.push(await timed(() => collectStatistics(storage, { project: 'project-7' })));
    times.catalog.push(await timed(() => collectCatalog(storage)));
    times.firstFacets.push(await timed(() => countFacets(storage)));
    times.facets.push(await timed(() => countFacets(storage)));
    times.heads.push(await timed(() => heads(join(dir, 'sessions'))));
    if (scanned.tokens !== told.totals.tokens.input || scanned.success !== told.totals.outcomes.success || scanned.calls !== told.totals.steps || told.cover.measured !== SESSIONS) throw new Error(`The statistics are not what the logs say: ${JSON.stringify([scanned, told.totals, told.cover])}`);
    await storage.close();
  }
  const ms = Object.fromEntries(Object.entries(times).map(([name, each]) => [name, round(median(each))]));
  const ratios = Object.fromEntries(['first', 'statistics', 'filtered', 'catalog', 'firstFacets', 'facets'].map((name) => [`${name}ToScan`, round(ms[name] / ms.scan, 3)]));
  console.log(JSON.stringify({ bench: 'stats', sessions: SESSIONS, ratios: { ...ratios, statisticsToHeads: round(ms.statistics / ms.heads) }, ms: { ...ms, measureOne: round(measureMs) }, keptBytesEach: Math.round(keptBytes / KINDS), load: loadavg()[0] }));
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** Sessions of two turns with ten calls of five tools, a skill in two versions, an MCP server, tests and what messages used. */
function plant(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let index = 0; index < SESSIONS; index += 1) {
    const [id, from, kind] = [idOf(index), START + index * 60_000_000, index % KINDS];
    const header = { sessionId: id, name: `Session ${kind}`, harness: 'claude-code', agentName: 'Claude Code', workspaceName: `workspace-${kind % 40}`, project: `project-${kind % 100}` };
    let n = 0;
    const line = (type, data, more = {}) => `${JSON.stringify({ $r: 1, id: `${id}-${n}`, p: 'bench', e: 0, n: n++, at: from + n * 500_000, type, via: 'sdk', ...more, data })}\n`;
    const call = (turn, place, type, data, failed) => line(type, data, { turn, call: `c${place}` }) + line('tool_result', { status: failed ? 'failed' : 'ok', durationUs: 1000 * (1 + ((kind * 7 + place * 13) % 900)) }, { turn, call: `c${place}` });
    const work = (turn, first) => line('prompt', { text: 'Go on with it', origin: 'human' }, { turn })
      + call(turn, first, 'skill_use', { name: 'review', version: kind < 100 ? '1.0' : '1.1', tool: 'Skill' }, false)
      + call(turn, first + 1, 'terminal_command', { command: 'npm test', tool: 'Bash' }, kind % 3 === 0) + call(turn, first + 2, 'tool_call', { name: 'Read', kind: 'read', title: 'src/a.ts' }, false)
      + call(turn, first + 3, 'tool_call', { name: 'Edit', kind: 'edit', title: 'src/a.ts' }, kind % 11 === 0) + call(turn, first + 4, 'mcp_call', { server: 'github', tool: 'create_issue', serverVersion: '2.0' }, false)
      + line('usage', { model: 'claude-sonnet-4-5-20250929', inputTokens: 1000 + kind, outputTokens: 200 }, { turn }) + line('turn_end', { outcome: 'success' }, { turn });
    const text = line('session_start', header) + work('t1', 0) + work('t2', 5) + line('session_stop', { outcome: kind % 9 === 0 ? 'failed' : 'success' }) + line('session_status', { status: 'completed' });
    const stem = join(folder, `${new Date(from / 1000).toISOString().replaceAll(/[-:.]/g, '')}_0a1b2c3d_${id}`);
    writeFileSync(`${stem}.header.json`, JSON.stringify(header), { mode: 0o600 });
    writeFileSync(`${stem}.jsonl`, text, { mode: 0o600 });
  }
}

/** Gives every session what is kept of the one that it repeats. @returns How large those are together. */
function repeatKept(folder) {
  let bytes = 0;
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.jsonl')) continue;
    const kept = new Map(readFileSync(join(folder, name), 'utf8').split('\n').flatMap((line) => (line === '' ? [] : [[JSON.parse(line)[0], line]])));
    const lines = [];
    for (let index = KINDS; index < SESSIONS; index += 1) lines.push(kept.get(idOf(index % KINDS)).replace(idOf(index % KINDS), idOf(index)));
    appendFileSync(join(folder, name), `${lines.join('\n')}\n`);
    for (const line of kept.values()) bytes += line.length;
  }
  return bytes;
}

/** What a script does without any of it: reads every log and adds up what its records say. */
function scan(folder) {
  const sums = { tokens: 0, calls: 0, success: 0 };
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.jsonl')) continue;
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      if (line === '') continue;
      const { type, data } = JSON.parse(line);
      if (type === 'usage') sums.tokens += data.inputTokens;
      else if (type === 'tool_result') sums.calls += 1;
      else if (type === 'session_stop' && data.outcome === 'success') sums.success += 1;
    }
  }
  return sums;
}

/** The least that anything without an index reads. */
function heads(folder) {
  const bytes = Buffer.allocUnsafe(4096);
  let found = 0;
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.jsonl')) continue;
    const fd = openSync(join(folder, name), 'r');
    const length = readSync(fd, bytes, 0, bytes.length, 0);
    closeSync(fd);
    if (JSON.parse(bytes.toString('utf8', 0, bytes.subarray(0, length).indexOf(0x0a))).data.project === 'project-7') found += 1;
  }
  return found;
}

function idOf(index) {
  return `01937d1e-${String(index % 10_000).padStart(4, '0')}-7000-8000-${String(index).padStart(12, '0')}`;
}

async function timed(run) {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function round(value, digits = 2) {
  return Number(value.toFixed(digits));
}
