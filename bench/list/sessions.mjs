// What it costs to list 100,000 sessions of the fs storage: the first list of a process beside a raw parse of the index, and later ones beside
// reading the head of every session with plain fs, and a search beside a scan of all files, all in one run. It fails where a search finds other sessions
// than the scan, or a filter by agent, identity and task others than the heads, or a sorted page is not sorted. `--sessions N` takes another number.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../../tooling/packages.mjs';
import { FIRST_START, idOf, plantSessions, SESSION_GAP } from './plant.mjs';

const numberAt = process.argv.indexOf('--sessions');
const SESSIONS = numberAt > 0 ? Number(process.argv[numberAt + 1]) : 100_000;
const RUNS = 5;
const FIND = { filter: { project: 'project-7', outcome: 'failed' }, who: { agentName: 'Reviewer', identity: 'user-7@example.com', task: 'task-7' }, text: { search: 'module-4242' } };

/** Measures in a folder of its own. */
export async function measureSessions() {
  const directory = mkdtempSync(join(tmpdir(), 'playhead-bench-sessions-'));
  try {
    const bundle = join(directory, 'fs.mjs');
    const contents = `export { fsStorage } from './packages/storage-adapters/src/adapters/fs.ts'; export { listReviewedSessions } from './packages/replay-core/src/index.ts';`;
    await build({ stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, outfile: bundle, format: 'esm', platform: 'node', conditions: ['@playhead/source'], logLevel: 'error' });
    const dir = join(directory, 'data');
    plantSessions(join(dir, 'sessions'), SESSIONS);
    const { fsStorage, listReviewedSessions } = await import(pathToFileURL(bundle).href);
    const found = {};
    const rebuildMs = await timed(async () => {
      const storage = fsStorage({ dir });
      await storage.list();
      await storage.close();
    });
    const times = { rawParse: [], cold: [], heads: [], warmFilter: [], warmWho: [], warmSearch: [], sortedPage: [], needsReview: [], page: [], pageInTheMiddle: [] };
    const scans = [await timed(async () => { found.scanned = scan(join(dir, 'sessions')); })]; // once: it takes as long as all the others
    for (let run = 0; run < RUNS; run += 1) {
      times.rawParse.push(await timed(() => readFileSync(join(dir, 'index.jsonl'), 'utf8').split('\n').map((line) => line !== '' && JSON.parse(line))));
      const storage = fsStorage({ dir });
      times.cold.push(await timed(() => storage.list()));
      times.heads.push(await timed(() => { found.heads = heads(join(dir, 'sessions')); }));
      times.warmFilter.push(await timed(() => storage.list(FIND.filter)));
      times.warmWho.push(await timed(async () => { found.who = await storage.list({ ...FIND.who, limit: 1000 }); }));
      times.warmSearch.push(await timed(async () => { found.searched = await storage.list({ ...FIND.text, limit: 1000 }); }));
      times.sortedPage.push(await timed(async () => { found.sorted = await storage.list({ sort: 'size', limit: 50 }); }));
      times.needsReview.push(await timed(() => listReviewedSessions(storage, { needsReview: true, limit: 50 })));
      times.page.push(await timed(() => storage.list({ limit: 50 })));
      const cursor = `${String(FIRST_START + (SESSIONS / 2) * SESSION_GAP).padStart(17, '0')}_${idOf(0)}`;
      times.pageInTheMiddle.push(await timed(() => storage.list({ limit: 50, cursor })));
      await storage.close();
    }
    const ms = Object.fromEntries(Object.entries(times).map(([name, each]) => [name, round(median(each))]));
    const scanMs = round(median(scans));
    if (!areSame(found.searched, found.scanned)) throw new Error(`The search found ${found.searched.sessions.length} sessions, a scan of the files ${found.scanned.length}.`);
    if (!areSame(found.who, found.heads)) throw new Error(`By agent, identity and task there are ${found.who.sessions.length} sessions, by what their heads say ${found.heads.length}.`);
    const sizes = found.sorted.sessions.map(({ bytes }) => bytes);
    if (sizes.length !== 50 || sizes.some((bytes, index) => index > 0 && bytes > sizes[index - 1])) throw new Error('The sessions are not sorted by size.');
    const script = `const { fsStorage } = await import(${JSON.stringify(pathToFileURL(bundle).href)}); const before = process.memoryUsage().rss; const storage = fsStorage({ dir: ${JSON.stringify(dir)} }); await storage.list(); await storage.list(${JSON.stringify(FIND.filter)}); await storage.close(); process.stdout.write(JSON.stringify([before, process.memoryUsage().rss]));`;
    const [before, after] = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
    return {
      sessions: SESSIONS,
      ratios: { coldToRawParse: round(ms.cold / ms.rawParse), warmFilterToHeads: round(ms.warmFilter / ms.heads, 4), warmWhoToHeads: round(ms.warmWho / ms.heads, 4), warmSearchToHeads: round(ms.warmSearch / ms.heads, 4), warmSearchToScan: round(ms.warmSearch / scanMs, 4), sortedPageToHeads: round(ms.sortedPage / ms.heads, 4), needsReviewToHeads: round(ms.needsReview / ms.heads, 4) },
      ms: { ...ms, rebuild: round(rebuildMs), scan: scanMs },
      indexMb: round(readFileSync(join(dir, 'index.jsonl')).length / 1e6),
      rssMb: { started: round(before / 1e6), listed: round(after / 1e6) },
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What a search without an index must do: read every log, and look at the texts that lists are searched by. @returns The ids that fit. */
function scan(folder) {
  const found = [];
  const text = FIND.text.search.toLowerCase();
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.jsonl')) continue;
    const texts = readFileSync(join(folder, name), 'utf8').split('\n').filter((line) => line !== '').flatMap((line) => {
      const { data } = JSON.parse(line);
      return [data.name, data.prompt, data.text, data.path, data.content].filter((value) => typeof value === 'string');
    });
    if (texts.some((value) => value.toLowerCase().includes(text))) found.push(name.slice(-'.jsonl'.length - 36, -'.jsonl'.length));
  }
  return found;
}

/** What a list without an index must do at least: read and parse the first line of each. @returns The ids of one agent, identity and task. */
function heads(folder) {
  const found = [];
  const bytes = Buffer.allocUnsafe(4096);
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.jsonl')) continue;
    const fd = openSync(join(folder, name), 'r');
    const length = readSync(fd, bytes, 0, bytes.length, 0);
    closeSync(fd);
    const { data } = JSON.parse(bytes.toString('utf8', 0, bytes.subarray(0, length).indexOf(0x0a)));
    if (data.agentName === FIND.who.agentName && data.identity.subject === FIND.who.identity && data.task.id === FIND.who.task) found.push(data.sessionId);
  }
  return found;
}

function areSame({ sessions }, ids) {
  return ids.length > 0 && sessions.map(({ sessionId }) => sessionId).toSorted().join() === ids.toSorted().join();
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
