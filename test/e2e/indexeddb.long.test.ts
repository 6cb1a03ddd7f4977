import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundled, launchChromium, openProfile } from '../../packages/storage-adapters/src/fixtures/chromium-tabs.ts';
import type { PageTests } from '../../packages/storage-adapters/src/fixtures/indexeddb-page.ts';
import { findChromium } from '../../tooling/chromium.mjs';

declare const pageTests: PageTests;

const executablePath = findChromium();
const scripts = { '/page.js': bundled('./indexeddb-page.ts'), '/worker.js': bundled('./indexeddb-worker.ts') };

let browser: Browser | undefined;
beforeAll(async () => { if (executablePath !== undefined) browser = await launchChromium(executablePath); });
afterAll(() => browser?.close());

test.skipIf(executablePath === undefined)('long random plans, with tabs that are closed while they write, show readers of the IndexedDB storage what the model says', async () => {
  for (let first = 100; browser && first < 160; first += 10) {
    const { page, close } = await openProfile(browser, scripts);
    await page.evaluate((seed) => pageTests.plans(seed, 10, 80), first);
    await close();
  }
}, 600_000);

test.skipIf(executablePath === undefined)('a tab that another one does not let open its database says so', async () => {
  if (!browser) return;
  const { page, open, close } = await openProfile(browser, scripts);
  await page.evaluate(`new Promise((resolve) => { const request = indexedDB.open('playhead', 1); request.onsuccess = () => { globalThis.held = request.result; resolve(); }; })`);
  await page.evaluate(`void indexedDB.deleteDatabase('playhead')`); // waits for ever, and with it everyone who comes after
  const other = await open();
  expect(await other.evaluate(() => pageTests.outcome(pageTests.indexedDBStorage().list()))).toMatch(/^storage_unavailable: .*did not open in time/);
  await close();
}, 60_000);
