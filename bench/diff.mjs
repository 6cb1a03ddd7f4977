// What a diff costs until it can be read: of files of 1,000, 10,000 and 50,000 lines with every fiftieth changed, of 2,000 changed files, and of
// 30 small ones beside react-diff-viewer-continued alone. Prints one line of JSON; only ratios and counts mean something on another machine.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { root } from '../tooling/packages.mjs';

const ROUNDS = 3;
const WHEELS = 60;
const STEP = 600;
const TYPES = { '.js': 'text/javascript', '.css': 'text/css' };
const CASES = {
  '1k': 'viewer=playhead&lines=1000', '10k': 'viewer=playhead&lines=10000', '50k': 'viewer=playhead&lines=50000',
  files: 'viewer=playhead&lines=60&files=2000', small: 'viewer=playhead&lines=60&files=30', rdvcSmall: 'viewer=rdvc&lines=60&files=30', rdvc1k: 'viewer=rdvc&lines=1000', rdvc10k: 'viewer=rdvc&lines=10000',
};

const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
if (!executablePath) throw new Error('No Chromium was found, so nothing was measured. Install one or set CHROMIUM_PATH.');

const directory = await mkdtemp(join(tmpdir(), 'playhead-bench-diff-'));
await build({
  entryPoints: [join(root, 'bench/diff-page.tsx')], bundle: true, splitting: true, minify: true, format: 'esm', outdir: directory, entryNames: 'page', jsx: 'automatic',
  conditions: ['@playhead/source', 'browser'], define: { 'process.env.NODE_ENV': '"production"' }, logLevel: 'error',
});
const server = createServer(async ({ url = '/' }, response) => {
  const { pathname } = new URL(url, 'http://localhost');
  const file = join(directory, pathname);
  if (pathname === '/') response.setHeader('content-type', 'text/html').end('<!doctype html><link rel="stylesheet" href="/page.css"><body style="margin:0"><div id="root"></div><script type="module" src="/page.js"></script>');
  else if (existsSync(file)) response.setHeader('content-type', TYPES[extname(file)] ?? 'text/plain').end(await readFile(file));
  else response.writeHead(404).end();
});
await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });

const measured = Object.fromEntries(Object.keys(CASES).map((name) => [name, []]));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  // The ways take turns, so that a busy moment does not fall on one of them.
  for (let round = 0; round < ROUNDS; round += 1) for (const [name, query] of Object.entries(CASES)) measured[name].push(await measure(query));
} finally {
  await browser.close();
  server.close();
  await rm(directory, { recursive: true, force: true });
}
const middle = (name, figure) => round(measured[name].map((one) => one[figure]).toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]);
const table = (figure) => Object.fromEntries(Object.keys(CASES).map((name) => [name, middle(name, figure)]));
const readyMs = table('ready');
const drawnMs = table('drawn');
console.log(JSON.stringify({
  bench: 'diff',
  ratios: { '10kTo1k': round(readyMs['10k'] / readyMs['1k']), '50kTo1k': round(readyMs['50k'] / readyMs['1k']), smallToRdvc: round(readyMs.small / readyMs.rdvcSmall), smallDrawnToRdvc: round(drawnMs.small / drawnMs.rdvcSmall), '10kToRdvc': round(readyMs['10k'] / readyMs.rdvc10k) },
  readyMs, drawnMs, nodes: table('nodes'), longestTaskMs: table('longest'), longestTaskScrollingMs: table('scrolling'), load: loadavg()[0],
}));

/** Mounts a diff, and scrolls through it by the wheel. A task below 50 ms counts as 0. */
async function measure(query) {
  const page = await browser.newPage({ viewport: { width: 900, height: 800 } });
  page.setDefaultTimeout(120_000);
  await page.goto(`http://127.0.0.1:${server.address().port}/?${query}`);
  await page.waitForFunction(() => window.drawn !== undefined);
  const first = await page.evaluate(() => ({ ready: window.ready, drawn: window.drawn, longest: Math.max(0, ...window.tasks), nodes: document.querySelectorAll('#root *').length }));
  await page.evaluate(() => { window.tasks.length = 0; });
  await page.mouse.move(450, 400);
  for (let wheel = 0; wheel < WHEELS; wheel += 1) await page.mouse.wheel(0, STEP);
  await page.waitForTimeout(300);
  const { scrolling, nodes } = await page.evaluate(() => ({ scrolling: Math.max(0, ...window.tasks), nodes: document.querySelectorAll('#root *').length }));
  await page.close();
  return { ...first, scrolling, nodes: Math.max(first.nodes, nodes) };
}

function round(value) {
  return Number(value.toFixed(2));
}
