// What it costs to open Claude Code transcripts of 5, 50 and 200 MB in Chromium: claude-replay's page, and our viewer over our server.
// `--sizes 5,50` measures others. Needs a build of the packages. Prints one line of JSON; only ratios and counts mean something on another machine.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from '../tooling/packages.mjs';
import { TRANSCRIPT, writeTranscript } from './open/transcript.mjs';

const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
if (!executablePath) throw new Error('No Chromium was found, so nothing was measured. Install one or set CHROMIUM_PATH.');
const sizes = (process.argv.includes('--sizes') ? process.argv[process.argv.indexOf('--sizes') + 1] : '5,50,200').split(',').map(Number);
const PEER = join(root, 'bench/node_modules/claude-replay/bin/claude-replay.mjs');
const PLAYHEAD = join(root, 'packages/cli/bin/playhead.js');
/** When the first rows are there and can be used, and when all of the session is known. */
const OURS = { first: `document.querySelectorAll('[data-part="events"] article, [data-part="events"] [data-index]').length > 2`, whole: `document.querySelector('.ph-app')?.dataset.status === 'ready'` };
/** The page says itself that it is ready; it is used from then on. */
const THEIRS = { first: `document.body?.dataset.ready === '1'`, whole: `document.body?.dataset.ready === '1'` };

const directory = await mkdtemp(join(tmpdir(), 'playhead-bench-open-'));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const result = {};
  for (const size of sizes) result[`${size}MB`] = await measure(size);
  console.log(JSON.stringify({ bench: 'open', ...result, load: loadavg()[0] }));
} finally {
  await browser.close();
  await rm(directory, { recursive: true, force: true });
}

async function measure(size) {
  const transcript = join(directory, `${TRANSCRIPT}.jsonl`);
  const { lines, turns } = writeTranscript(transcript, size * 1e6);
  const page = join(directory, 'page.html');
  const convertMs = timed(PEER, [transcript, '-o', page]);
  const server = createServer((_, response) => void readFile(page).then((html) => response.setHeader('content-type', 'text/html').end(html)));
  await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
  const peer = await open(`http://127.0.0.1:${server.address().port}/`, THEIRS);
  server.close();

  const home = join(directory, `home-${size}`);
  const importMs = timed(PLAYHEAD, ['import', 'claude', transcript], home);
  const serving = spawn(process.execPath, [PLAYHEAD, 'serve', '--port', '0'], { env: { ...process.env, PLAYHEAD_HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [said] = await once(serving.stdout, 'data');
    const address = /http:\/\/[\d.:]+/.exec(String(said))?.[0];
    const { sessions } = await (await fetch(`${address}/api/v1/sessions`)).json();
    const ours = await open(`${address}/sessions/${sessions[0].sessionId}`, OURS);
    const ratios = { ready: ratio(ours.readyMs, peer.readyMs), whole: ratio(ours.wholeMs, peer.wholeMs), elements: ratio(ours.elements, peer.elements), heap: ratio(ours.heapMB, peer.heapMB), renderer: ratio(ours.rendererMB, peer.rendererMB) };
    return { lines, turns, ratios, ours: { importMs, ...ours }, claudeReplay: { convertMs, ...peer } };
  } finally {
    serving.kill();
    await once(serving, 'exit');
  }
}

function timed(file, args, home) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8', env: { ...process.env, ...(home && { PLAYHEAD_HOME: home }) } });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} failed: ${stderr.slice(0, 500)}`);
  return Math.round(performance.now() - start);
}

/** What the process that draws the page holds, elements and all: the largest of the browser's, where the system tells. */
async function memoryOfRenderer() {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => Number(/VmRSS:\s+(\d+)/.exec(existsSync(`/proc/${id}/status`) ? readFileSync(`/proc/${id}/status`, 'utf8') : '')?.[1] ?? 0));
  await session.detach();
  return Math.round(Math.max(0, ...sizes) / 1024);
}

/** Opens a page, and looks at what it holds once all is there. */
async function open(url, { first, whole }) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(300_000);
  await page.addInitScript(`
    const look = () => {
      if (!window.benchReady && (${first})) window.benchReady = performance.now();
      if (!window.benchWhole && (${whole})) window.benchWhole = performance.now();
      if (!window.benchWhole || !window.benchReady) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  `);
  await page.goto(url);
  await page.waitForFunction(() => window.benchReady !== undefined && window.benchWhole !== undefined, undefined, { polling: 200 });
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const told = await page.evaluate(() => ({ readyMs: Math.round(window.benchReady), wholeMs: Math.round(window.benchWhole), elements: document.querySelectorAll('*').length }));
  const rendererMB = await memoryOfRenderer();
  await page.close();
  return { ...told, rendererMB, heapMB: Math.round(metrics.find(({ name }) => name === 'JSHeapUsedSize').value / 1e5) / 10 };
}

function ratio(ours, theirs) {
  return Number((ours / theirs).toFixed(3));
}
