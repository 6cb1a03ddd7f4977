// What it costs to append to IndexedDB in Chromium: by the storage, beside one row for each event, in transactions of one event and of as many
// as the storage gets at a time. Prints one line of JSON; only the ratios mean something on another machine.
import { loadavg } from 'node:os';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { findChromium } from '../tooling/chromium.mjs';
import { root } from '../tooling/packages.mjs';

const EVENTS = 5120;
const BATCH = 256;
const WARM_UP = 3; // until then code is being compiled, and the database makes its first files
const ROUNDS = 7;

const executablePath = findChromium();
if (!executablePath) throw new Error('No Chromium was found, so nothing was measured. Install one or set CHROMIUM_PATH.');
const { outputFiles } = await build({
  stdin: { contents: `import { encodeRecord } from '@playhead/protocol'; import { indexedDBStorage } from '@playhead/storage-adapters/indexeddb'; Object.assign(globalThis, { encodeRecord, indexedDBStorage });`, resolveDir: root, loader: 'ts' },
  bundle: true, write: false, minify: true, format: 'iife', platform: 'browser', conditions: ['@playhead/source', 'browser'], logLevel: 'error',
});
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const ways = { storage: EVENTS, rows: EVENTS, rowsOneByOne: BATCH };
  const pages = new Map();
  for (const way of Object.keys(ways)) pages.set(way, await openPage(way));
  const times = { storage: [], rows: [], rowsOneByOne: [] };
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const [way, events] of Object.entries(ways)) times[way].push(await pages.get(way).evaluate(measure, { way, round, events, batch: BATCH }));
  }
  const microseconds = Object.fromEntries(Object.entries(times).map(([way, all]) => [way, Number(all.slice(WARM_UP).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)].toFixed(2))]));
  const ratio = (a, b) => Number((a / b).toFixed(3));
  console.log(JSON.stringify({
    bench: 'indexeddb', unit: 'microseconds per event, median', events: EVENTS, batch: BATCH, ...microseconds,
    toRows: ratio(microseconds.storage, microseconds.rows), toRowsOneByOne: ratio(microseconds.storage, microseconds.rowsOneByOne), goal: 0.125, load: loadavg()[0],
  }));
} finally {
  await browser.close();
}

/** A page of its own origin, so that no way pays for the database files of another. */
async function openPage(way) {
  const origin = `http://${way.toLowerCase()}.localhost:8124`;
  const page = await browser.newPage();
  await page.route(`${origin}/**`, (route) => (route.request().url().endsWith('.js') ? route.fulfill({ contentType: 'text/javascript', body: outputFiles[0].text }) : route.fulfill({ contentType: 'text/html', body: '<!doctype html><script src="/page.js"></script>' })));
  await page.goto(origin);
  return page;
}

/** Runs in a page: one round of one way. @returns Microseconds per event. */
async function measure({ way, round, events, batch }) {
  const { encodeRecord, indexedDBStorage } = globalThis;
  const records = Array.from({ length: events }, (_, n) => ({ id: crypto.randomUUID(), p: `p${round}`, e: 0, n, at: 1_763_693_890_000_000 + n, type: 'terminal_output', via: 'sdk', call: 'c1', data: { text: `${n} ${'output of a command '.repeat(12)}` } }));
  const run = way === 'storage' ? await bySegments() : await byRows(way === 'rows' ? batch : 1);
  const start = performance.now();
  await run();
  return ((performance.now() - start) * 1000) / events;

  async function bySegments() {
    globalThis.storage ??= indexedDBStorage();
    const lines = records.map((one) => encodeRecord(one));
    const sessionId = `01937d1e-7c3a-7000-8000-${String(round).padStart(12, '0')}`;
    await globalThis.storage.create({ sessionId, name: 'n', harness: 'h', agentName: 'a', workspaceName: 'w' });
    return async () => {
      for (let first = 0; first < events; first += batch) await globalThis.storage.append(sessionId, lines.slice(first, first + batch), { encoded: true });
    };
  }

  async function byRows(size) {
    globalThis.db ??= await new Promise((resolve, reject) => {
      const request = indexedDB.open('rows', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('events', { keyPath: ['sessionId', 'p', 'e', 'n'] });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const put = (some) => new Promise((resolve, reject) => {
      const tx = globalThis.db.transaction('events', 'readwrite', { durability: 'relaxed' });
      for (const one of some) tx.objectStore('events').put({ sessionId: 's', ...one });
      tx.oncomplete = resolve;
      tx.onabort = () => reject(tx.error);
    });
    return async () => {
      for (let first = 0; first < events; first += size) await put(records.slice(first, first + size));
    };
  }
}
