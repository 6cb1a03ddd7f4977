// What it costs to go to a moment of a long recorded terminal in Chromium: our viewer over our server, and the real asciinema-player, with the same
// cast of 20 MB in 100,000 events and of 100 MB in 1,000,000. `--sizes 20` measures one. Needs a build of the packages. Prints one line of JSON; only ratios mean something on another machine.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../tooling/chromium.mjs';
import { root } from '../tooling/packages.mjs';
import { paintedSeek } from './seek/seek-in-page.mjs';
import { INTERVAL, writeCast } from './seek/write-cast.mjs';

const executablePath = findChromium();
if (!executablePath) throw new Error('No Chromium was found, so nothing was measured. Install one or set CHROMIUM_PATH.');
const sizes = (process.argv.includes('--sizes') ? process.argv[process.argv.indexOf('--sizes') + 1] : '20,100').split(',').map(Number);
const EVENTS = { 20: 100_000, 100: 1_000_000 };
const PLAYHEAD = join(root, 'packages/cli/bin/playhead.js');
const PEER = join(root, 'bench/node_modules/asciinema-player/dist/bundle');
const OURS = { random: 60, step: 20 };
/** The peer takes seconds for one. */
const THEIRS = { random: 8, step: 4 };
const PATIENCE_MS = 60_000;

const directory = await mkdtemp(join(tmpdir(), 'playhead-bench-seek-'));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--enable-precise-memory-info'] });
try {
  const result = {};
  for (const size of sizes) result[`${size}MB`] = await measure(size, EVENTS[size] ?? size * 10_000);
  console.log(JSON.stringify({ bench: 'seek', goal: { paintedP95Ms: 50, backToPeer: 0.01, heapMB: 150 }, ...result, load: loadavg()[0] }));
} finally {
  await browser.close();
  await rm(directory, { recursive: true, force: true });
}

async function measure(size, events) {
  const cast = join(directory, `${size}.cast`);
  const length = writeCast(cast, size, events);
  const ours = await measureOurs(cast, length);
  const peer = await measurePeer(cast, length);
  return { events, ratios: { load: ratio(ours.loadMs, peer.loadMs), random: ratio(ours.random.p50, peer.random.p50), back: ratio(ours.back.p50, peer.back.p50), forward: ratio(ours.forward.p50, peer.forward.p50), heap: ratio(ours.heapMB, peer.heapMB) }, ours, peer };
}

async function measureOurs(cast, length) {
  const home = join(directory, `home-${length}`);
  const env = { ...process.env, PLAYHEAD_HOME: home };
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [PLAYHEAD, 'import', cast], { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`playhead import failed: ${stderr.slice(0, 500)}`);
  const importMs = Math.round(performance.now() - begun);
  const [sessionId] = await readdir(join(home, 'derived'));
  const keyframes = join(home, 'derived', sessionId, 'keyframes.2');
  // Who opens what has no keyframes reads it himself, until the server made some.
  await rename(keyframes, `${home}.keyframes`);
  const first = await serving(env, (address) => look('playhead', `${address}/sessions/${sessionId}`, length, { random: 1, step: 1 }));
  await rename(`${home}.keyframes`, keyframes);
  const seen = await serving(env, async (address) => {
    await look('playhead', `${address}/sessions/${sessionId}`, length, { random: 1, step: 1 }); // makes what the server makes once
    return look('playhead', `${address}/sessions/${sessionId}`, length, OURS);
  });
  return { importMs, keyframesKB: Math.round((await stat(keyframes)).size / 1000), firstLoadMs: first.loadMs, firstJumpMs: first.random.p50, ...seen };
}

async function serving(env, measureAt) {
  const server = spawn(process.execPath, [PLAYHEAD, 'serve', '--port', '0'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [said] = await once(server.stdout, 'data');
    return await measureAt(/http:\/\/[\d.:]+/.exec(String(said))?.[0]);
  } finally {
    server.kill();
    await once(server, 'exit');
  }
}

async function measurePeer(cast, length) {
  const html = '<!doctype html><link rel="stylesheet" href="/asciinema-player.css"><div id="player"></div><script src="/asciinema-player.min.js"></script><script>window.peer = AsciinemaPlayer.create("/recording.cast", document.getElementById("player"), { preload: true, fit: "width" });</script>';
  const server = createServer(async ({ url = '/' }, response) => {
    const file = url === '/recording.cast' ? cast : join(PEER, url.slice(1));
    if (url === '/') response.setHeader('content-type', 'text/html').end(html);
    else if (url === '/recording.cast') createReadStream(response.setHeader('content-length', (await stat(file)).size) && file).pipe(response);
    else if (existsSync(file)) response.setHeader('content-type', url.endsWith('.css') ? 'text/css' : 'text/javascript').end(await readFile(file));
    else response.writeHead(404).end();
  });
  await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
  try {
    return await look('asciinema', `http://127.0.0.1:${server.address().port}/`, length, THEIRS);
  } finally {
    server.close();
  }
}

/** Opens a page and goes through the recording: to random moments, and from 90 % a second back and forth. */
async function look(player, url, length, rounds) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(300_000);
  try {
    const cdp = await page.context().newCDPSession(page);
    const begun = performance.now();
    await page.goto(url);
    if (player === 'playhead') await page.waitForFunction(() => document.querySelector('.ph-term__pty')?.dataset.ready === 'true' && document.querySelector('.ph-term__heat path')?.getAttribute('d'));
    else await page.evaluate(async () => { await window.peer.play(); await window.peer.pause(); });
    const loadMs = Math.round(performance.now() - begun);
    const seek = (wish) => page.evaluate(paintedSeek, { player, length, interval: INTERVAL, patience: PATIENCE_MS, ...wish });
    let state = 42;
    const random = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
    const [jumps, back, forward] = [[], [], []];
    for (let round = 0; round < rounds.random; round += 1) jumps.push(await seek({ to: 0.02 + random() * 0.95 }));
    await seek({ to: 0.9 });
    for (let round = 0; round < rounds.step; round += 1) {
      back.push(await seek({ by: -1 }));
      forward.push(await seek({ by: 1 }));
    }
    const heapMB = async () => Math.round((await cdp.send('Runtime.getHeapUsage')).usedSize / 1e5) / 10;
    const left = await heapMB();
    await cdp.send('HeapProfiler.collectGarbage');
    return { loadMs, random: figures(jumps), back: figures(back), forward: figures(forward), heapMB: left, collectedMB: await heapMB() };
  } finally {
    await page.close();
  }
}

function figures(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? -1).toFixed(1));
  return { p50: at(0.5), p95: at(0.95), most: at(1), missed: times.filter((time) => time < 0).length };
}

function ratio(ours, theirs) {
  return Number((ours / theirs).toFixed(4));
}
