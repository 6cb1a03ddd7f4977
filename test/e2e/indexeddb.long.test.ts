import { describe, expect, test } from 'vitest';
import { bundled } from '../../packages/storage-adapters/src/fixtures/chromium-tabs.ts';
import type { PageTests } from '../../packages/storage-adapters/src/fixtures/indexeddb-page.ts';
import { findChromium } from '../../tooling/chromium.mjs';
import { freshProfiles } from './browser.ts';

declare const pageTests: PageTests;

describe.skipIf(findChromium() === undefined)('the IndexedDB storage', () => {
  const withProfile = freshProfiles({ '/page.js': bundled('./indexeddb-page.ts'), '/worker.js': bundled('./indexeddb-worker.ts') });

  test('long random plans, with tabs that are closed while they write, show readers what the model says', async () => {
    for (let first = 100; first < 160; first += 10) await withProfile(async ({ page }) => page.evaluate((seed) => pageTests.plans(seed, 10, 80), first));
  }, 600_000);

  test('a tab that another one does not let open its database says so', () => withProfile(async ({ page, open }) => {
    await page.evaluate(`new Promise((resolve) => { const request = indexedDB.open('playhead', 1); request.onsuccess = () => { globalThis.held = request.result; resolve(); }; })`);
    await page.evaluate(`void indexedDB.deleteDatabase('playhead')`); // waits for ever, and with it everyone who comes after
    const other = await open();
    expect(await other.evaluate(() => pageTests.outcome(pageTests.indexedDBStorage().list()))).toMatch(/^storage_unavailable: .*did not open in time/);
  }), 60_000);
});
