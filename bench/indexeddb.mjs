// What it costs to append to IndexedDB in Chromium: by the storage, beside one row for each event, in transactions of one event and of as many
// as the storage gets at a time. Prints one line of JSON; only the ratios mean something on another machine.
import { loadavg } from 'node:os';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { findChromium } from '../tooling/chromium.mjs';
import { root } from '../tooling/packages.mjs';

const ORIGIN = 'http://localhost:8124';
const EVENTS = 5120;
const BATCH = 256;
const ROUNDS = 5;

const executablePath = findChromium();
if (!executablePath) throw new Error('No Chromium was found, so nothing was measured. Install one or set CHROMIUM_PATH.');
const { outputFiles } = await build({
  stdin: { contents: `import { encodeRecord } from '@playhead/protocol'; import { indexedDBStorage } from '@playhead/storage-adapters/indexeddb'; Object.assign(globalThis, { encodeRecord, indexedDBStorage });`, resolveDir: root, loader: 'ts' },
  bundle: true, write: false, minify: true, format: 'iife', platform: 'browser', conditions: ['@playhead/source', 'browser'], logLevel: 'error',
});
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, (route) => (route.request().url().endsWith('.js') ? route.fulfill({ contentType: 'text/javascript', body: outputFiles[0].text }) : route.fulfill({ contentType: 'text/html', body: '<!doctype html><script src="/page.js"></script>' })));
  await page.goto(ORIGIN);
  const microseconds = await page.evaluate(measure, { events: EVENTS, batch: BATCH, rounds: ROUNDS });
  const ratio = (a, b) => Number((a / b).toFixed(3));
  console.log(JSON.stringify({
    bench: 'indexeddb', unit: 'microseconds per event, median', events: EVENTS, batch: BATCH, ...microseconds,
    toRows: ratio(microseconds.storage, microseconds.rows), toRowsOneByOne: ratio(microseconds.storage, microseconds.rowsOneByOne), goal: 0.125, load: loadavg()[0],
  }));
} finally {
  await browser.close();
}

/** Runs in the page: each way by turns, so that what else the machine does falls on all. */
async function measure({ events, batch, rounds }) {
  const { encodeRecord, indexedDBStorage } = globalThis;
  const record = (p, n) => ({ id: crypto.randomUUID(), p, e: 0, n, at: 1_763_693_890_000_000 + n, type: 'terminal_output', via: 'sdk', call: 'c1', data: { text: `${n} ${'output of a command '.repeat(12)}` } });
  const db = await new Promise((resolve, reject) => {
    const request = indexedDB.open('rows', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('events', { keyPath: ['sessionId', 'p', 'e', 'n'] });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const rows = (records) => new Promise((resolve, reject) => {
    const tx = db.transaction('events', 'readwrite', { durability: 'relaxed' });
    for (const one of records) tx.objectStore('events').put({ sessionId: 's', ...one });
    tx.oncomplete = resolve;
    tx.onabort = () => reject(tx.error);
  });
  const storage = indexedDBStorage();
  const header = (n) => ({ sessionId: `01937d1e-7c3a-7000-8000-${String(n).padStart(12, '0')}`, name: 'n', harness: 'h', agentName: 'a', workspaceName: 'w' });
  const times = { storage: [], rows: [], rowsOneByOne: [] };
  const timed = async (name, count, run) => {
    const start = performance.now();
    await run();
    times[name].push(((performance.now() - start) * 1000) / count);
  };
  for (let round = 0; round <= rounds; round += 1) {
    const records = Array.from({ length: events }, (_, n) => record(`p${round}`, n));
    const lines = records.map((one) => encodeRecord(one));
    const { sessionId } = header(round);
    await storage.create(header(round));
    await timed('storage', events, async () => { for (let first = 0; first < events; first += batch) await storage.append(sessionId, lines.slice(first, first + batch), { encoded: true }); });
    await timed('rows', events, async () => { for (let first = 0; first < events; first += batch) await rows(records.slice(first, first + batch)); });
    const few = records.slice(0, batch).map((one) => ({ ...one, p: `one ${round}` }));
    await timed('rowsOneByOne', few.length, async () => { for (const one of few) await rows([one]); });
  }
  // The first round warms up.
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, Number(all.slice(1).sort((a, b) => a - b)[Math.floor(rounds / 2)].toFixed(2))]));
}
