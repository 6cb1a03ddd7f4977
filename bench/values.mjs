// What a session with values of 12 MB and a picture of 6 MB costs a page: the longest task of its main thread while they are opened, scrolled,
// searched and drawn, and how many elements there are. Prints one line of JSON.
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHandler } from '@playhead/server';
import { listen, viewerDirectory } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { viewerAssets } from '@playhead/viewer';
import { chromium } from 'playwright-core';
import { findChromium } from '../tooling/chromium.mjs';
import { rawPage } from './open/raw-page.mjs';
import { LARGE_SESSION_ID, recordLargeSession } from './values/large-session.mjs';

const ROUNDS = 3;
/** Openings of the page alone, and how long the browser has before each and the page after it: its last task comes late. */
const [OPENINGS, BEFORE_MS, AFTER_MS] = [7, 1500, 2000];
const executablePath = findChromium();
if (!executablePath) throw new Error('No Chromium was found, so nothing was measured. Install one or set CHROMIUM_PATH.');
const home = mkdtempSync(join(tmpdir(), 'playhead-bench-values-'));
const sizes = await recordLargeSession(home);
const server = await listen(createHandler({ storage: fsStorage({ dir: home }), viewer: viewerDirectory(fileURLToPath(viewerAssets)) }), { port: 0 });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const longest = {};
let elements = 0;
/** What the browser did while the page loaded, per opening. */
const loads = [];
try {
  for (let opening = 0; opening < OPENINGS; opening += 1) await open();
  for (let round = 0; round < ROUNDS; round += 1) await walk();
  const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const byStep = Object.fromEntries(Object.entries(longest).map(([step, times]) => [step, Math.round(median(times))]));
  console.log(JSON.stringify({ bench: 'values', unit: 'ms, longest task of the main thread, median; 0 for none of 50 or more', sizes, longestTask: byStep, openings: longest.page.map(Math.round), load: { unit: 'ms in frames of 50 ms or more, median', ...middleOf(loads) }, elements, goal: { longestTask: 50 }, machineLoad: loadavg()[0] }));
} finally {
  await browser.close();
  await server.close();
  rmSync(home, { recursive: true, force: true });
}

/** In the page: keeps what the browser tells of long tasks and frames. */
function watch() {
  globalThis.tasks = [];
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) globalThis.tasks.push(duration); }).observe({ type: 'longtask' });
  globalThis.frames = [];
  new PerformanceObserver((list) => globalThis.frames.push(...list.getEntries())).observe({ type: 'long-animation-frame' });
}

/** Opens the page with nobody beside it who listens: what Playwright asks of a page is work of its thread. */
async function open() {
  const page = await rawPage(browser, { width: 1440, height: 900 });
  await page.everyDocument(`(${watch})()`);
  await wait(BEFORE_MS);
  await page.goto(`${server.url}/sessions/${LARGE_SESSION_ID}`);
  await page.until(() => document.body.textContent.includes('Run everything'));
  await wait(AFTER_MS);
  (longest.page ??= []).push(Math.max(0, ...(await page.evaluate(() => globalThis.tasks))));
  loads.push(await page.evaluate(whatLoadingDoes));
  await page.close();
}

async function walk() {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(watch);
  const step = async (name, run) => {
    await run();
    await page.waitForTimeout(300); // for tasks that come behind, and for the browser to tell of them
    const tasks = await page.evaluate(() => globalThis.tasks.splice(0));
    (longest[name] ??= []).push(Math.max(0, ...tasks));
    elements = Math.max(elements, await page.evaluate(() => document.querySelectorAll('*').length));
  };
  const go = (event, tab) => page.evaluate((hash) => { location.hash = hash; }, `#e=${event}&tab=${tab}`);
  const rows = page.locator('.ph-large__rows');
  await page.goto(`${server.url}/sessions/${LARGE_SESSION_ID}`);
  await page.getByText('Run everything').first().waitFor();
  await page.waitForTimeout(AFTER_MS);
  await page.evaluate(() => { globalThis.tasks = []; });
  await step('terminal', async () => {
    await go('r3', 'terminal');
    await page.getByRole('button', { name: 'Show all' }).waitFor();
  });
  await step('all of an output', async () => {
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByText(/^120,000 lines/).waitFor();
  });
  await step('scroll', async () => {
    for (let place = 0; place <= 20; place += 1) {
      await rows.evaluate((element, part) => { element.scrollTop = element.scrollHeight * part; }, place / 20);
      await page.waitForTimeout(30);
    }
    await page.getByText('test 119999 of the whole suite').waitFor();
  });
  await step('find', async () => {
    await page.getByRole('searchbox', { name: 'Find in this text' }).fill('needle');
    await page.getByText('1 of 1', { exact: true }).waitFor();
  });
  await step('a result in one line', async () => {
    await go('r6', 'raw');
    await page.getByRole('button', { name: 'Load' }).click();
    await page.getByText(/^1 line, /).waitFor();
  });
  await step('picture', async () => {
    await go('r8', 'raw');
    await page.getByRole('button', { name: 'Load' }).click();
    await page.waitForFunction(() => (document.querySelector('.ph-raw__picture')?.naturalWidth ?? 0) > 0);
  });
  await page.close();
}

/** In the page: of its long frames so far, how long scripts of the page were evaluated, how long they were called back, and what style and layout took. */
function whatLoadingDoes() {
  const sums = { evaluating: 0, calledBack: 0, styleAndLayout: 0, browser: 0 };
  for (const { startTime, duration, styleAndLayoutStart, scripts } of globalThis.frames.splice(0)) {
    let known = 0;
    for (const { invokerType, duration: took } of scripts) {
      sums[invokerType.endsWith('-script') ? 'evaluating' : 'calledBack'] += took;
      known += took;
    }
    const drawn = styleAndLayoutStart > 0 ? startTime + duration - styleAndLayoutStart : 0;
    sums.styleAndLayout += drawn;
    sums.browser += Math.max(0, duration - known - drawn);
  }
  return sums;
}

function wait(ms) {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}

/** The middle one of each figure. */
function middleOf(all) {
  return Object.fromEntries(Object.keys(all[0]).map((name) => [name, Math.round(all.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(all.length / 2)])]));
}
