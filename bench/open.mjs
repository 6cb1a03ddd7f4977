// What it costs to open Claude Code transcripts of 5, 50 and 200 MB in Chromium: claude-replay's page, and our viewer over our server, as the
// first who opens it and as the second, how long jumps in it take, and how long the page is busy at once when the recording is opened as a file. `--sizes 5,200,2000` measures others; claude-replay fails at 560 MB. Needs a build of the packages. Prints one line of JSON; only ratios and counts mean something on another machine.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from '../tooling/packages.mjs';
import { chosenFile } from './open/chosen-file.mjs';
import { jumps } from './open/jumps.mjs';
import { look } from './open/look.mjs';
import { TRANSCRIPT, writeTranscript } from './open/transcript.mjs';

const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
if (!executablePath) throw new Error('No Chromium was found, so nothing was measured. Install one or set CHROMIUM_PATH.');
const sizes = (process.argv.includes('--sizes') ? process.argv[process.argv.indexOf('--sizes') + 1] : '5,50,200').split(',').map(Number);
const PEER = join(root, 'bench/node_modules/claude-replay/bin/claude-replay.mjs');
const PLAYHEAD = join(root, 'packages/cli/bin/playhead.js');
/** When the first rows are seen and can be used, and when all of the session is known. */
const OURS = { first: `[...document.querySelectorAll('[data-part="events"] article')].filter((row) => row.checkVisibility({ visibilityProperty: true })).length > 2`, whole: `document.querySelector('.ph-app')?.dataset.status === 'ready'` };
/** The page says itself that it is ready; it is used from then on. */
const THEIRS = { first: `document.body?.dataset.ready === '1'`, whole: `document.body?.dataset.ready === '1'` };

const directory = await mkdtemp(join(tmpdir(), 'playhead-bench-open-'));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--enable-precise-memory-info'] });
try {
  const result = {};
  for (const size of sizes) result[`${size}MB`] = await measure(size);
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)].map((size) => result[`${size}MB`].ours.again.jumpMs);
  result.jumps = { goal: { ms: 200, ratio: 3 }, ratio: Object.fromEntries(Object.keys(largest).map((jump) => [jump, ratio(largest[jump], smallest[jump])])) };
  console.log(JSON.stringify({ bench: 'open', ...result, load: loadavg()[0] }));
} finally {
  await browser.close();
  await rm(directory, { recursive: true, force: true });
}

async function measure(size) {
  const transcript = join(directory, `${TRANSCRIPT}.jsonl`);
  const { lines, turns } = writeTranscript(transcript, size * 1e6);
  const claudeReplay = await measurePeer(transcript);
  const home = join(directory, `home-${size}`);
  const importMs = timed(PLAYHEAD, ['import', 'claude', transcript], home);
  const serving = spawn(process.execPath, [PLAYHEAD, 'serve', '--port', '0'], { env: { ...process.env, PLAYHEAD_HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [said] = await once(serving.stdout, 'data');
    const address = /http:\/\/[\d.:]+/.exec(String(said))?.[0];
    const { sessions } = await (await fetch(`${address}/api/v1/sessions`)).json();
    const url = `${address}/sessions/${sessions[0].sessionId}`;
    const ours = await look(browser, url, OURS); // the first, before whom nobody opened it
    const again = await look(browser, url, { ...OURS, use: (open) => jumps(open, `Task ${turns}:`) });
    const [log] = await readdir(join(home, 'sessions')).then((names) => names.filter((name) => name.endsWith('.jsonl')));
    const file = await chosenFile(browser, address, join(home, 'sessions', log));
    const serverMB = Math.round(Number(/VmHWM:\s+(\d+)/.exec(existsSync(`/proc/${serving.pid}/status`) ? readFileSync(`/proc/${serving.pid}/status`, 'utf8') : '')?.[1] ?? 0) / 1024);
    return { lines, turns, ...(claudeReplay.readyMs && { ratios: ratiosOf(again, claudeReplay) }), ours: { importMs, ...ours, again, file, serverMB }, claudeReplay };
  } finally {
    serving.kill();
    await once(serving, 'exit');
  }
}

/** The peer's page, or why there is none. */
async function measurePeer(transcript) {
  const page = join(directory, 'page.html');
  let convertMs;
  try {
    convertMs = timed(PEER, [transcript, '-o', page]);
  } catch (error) {
    return { failed: error.message.slice(0, 200) };
  }
  const server = createServer((_, response) => void readFile(page).then((html) => response.setHeader('content-type', 'text/html').end(html)));
  await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
  try {
    return { convertMs, ...(await look(browser, `http://127.0.0.1:${server.address().port}/`, THEIRS)) };
  } finally {
    server.close();
  }
}

function ratiosOf(ours, peer) {
  const parts = (name) => Object.fromEntries(Object.keys(ours[name]).map((part) => [part, ratio(ours[name][part], peer[name][part])]));
  return { ready: ratio(ours.readyMs, peer.readyMs), whole: ratio(ours.wholeMs, peer.wholeMs), cpu: ratio(ours.cpuMs, peer.cpuMs), elements: ratio(ours.elements, peer.elements), heap: parts('heapMB'), renderer: parts('rendererMB') };
}

function timed(file, args, home) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8', env: { ...process.env, ...(home && { PLAYHEAD_HOME: home }) } });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} failed: ${stderr.slice(0, 500)}`);
  return Math.round(performance.now() - start);
}

function ratio(ours, theirs) {
  return Number((ours / theirs).toFixed(3));
}
