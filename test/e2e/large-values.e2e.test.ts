import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHandler } from '@playhead/server';
import { listen, viewerDirectory, type Listening } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { viewerAssets } from '@playhead/viewer';
import { LARGE_SESSION_ID, PRINTED_LINES, recordLargeSession } from '../../bench/values/large-session.mjs';
import { findChromium } from '../../tooling/chromium.mjs';

/** Elements that a page may have, whatever its session holds. */
const MOST_ELEMENTS = 2500;

let home = '';
let browser: Browser;
let server: Listening;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  const app = fileURLToPath(viewerAssets);
  if (!existsSync(join(app, 'index.html'))) throw new Error('The viewer is not built. Run `node tooling/build.mjs --js` and the test again.');
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium was found.');
  home = mkdtempSync(join(tmpdir(), 'playhead-large-values-'));
  await recordLargeSession(home);
  server = await listen(createHandler({ storage: fsStorage({ dir: home }), viewer: viewerDirectory(app) }), { port: 0 });
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('pageerror', (error) => void complaints.push(String(error)));
  await page.goto(`${server.url}/sessions/${LARGE_SESSION_ID}`);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  if (home !== '') rmSync(home, { recursive: true, force: true });
});

const elements = (): Promise<number> => page.evaluate(() => document.querySelectorAll('*').length);

async function select(event: string, tab: string): Promise<void> {
  await page.evaluate((hash) => { location.hash = hash; }, `#e=${event}&tab=${tab}`);
}

test('a command that printed 12 MB is scrolled, searched and copied while little of it is in the page', async () => {
  await select('r3', 'terminal');
  await page.getByRole('button', { name: 'Show all' }).click();
  const rows = page.locator('.ph-large__rows');
  await page.getByText(/^120,000 lines, 12\.\d MB$/).waitFor();
  await page.getByText('test 0 of the whole suite').first().waitFor();
  await rows.focus();
  await page.keyboard.press('End');
  await page.getByText(`test ${PRINTED_LINES - 1} of the whole suite`).waitFor();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('needle');
  await page.getByText('1 of 1', { exact: true }).waitFor();
  await page.locator('.ph-large__row[data-current]', { hasText: 'test 77777 of the whole suite' }).waitFor();
  expect(await page.locator('.ph-large__row[data-current] mark').innerText()).toBe('Needle');
  await page.getByRole('button', { name: 'Select line 77,778' }).click();
  await page.getByRole('button', { name: 'Select line 77,780' }).click({ modifiers: ['Shift'] });
  await page.getByRole('button', { name: 'Copy 3 lines' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^ {2}test 77777 .*Needle\n {2}test 77778 .*\n {2}test 77779 .*$/);
  expect(await elements()).toBeLessThan(MOST_ELEMENTS);
});

test('a tool result of 12 MB in one line is shown in rows, and found in', async () => {
  await select('r6', 'raw');
  await page.getByRole('button', { name: 'Load' }).click();
  await page.getByText(/^1 line, 1[0-9]\.\d MB$/).waitFor();
  await page.getByRole('searchbox', { name: 'Find in this text' }).fill('haystack');
  await page.getByText('1 of 1', { exact: true }).waitFor();
  await page.locator('.ph-large__row[data-current] mark', { hasText: 'Haystack' }).waitFor();
  expect(await elements()).toBeLessThan(MOST_ELEMENTS);
});

test('a recorded picture of 6 MB is drawn', async () => {
  await select('r8', 'raw');
  await page.getByRole('button', { name: 'Load' }).click();
  const picture = page.getByRole('img', { name: /^Recorded picture, [56]\.\d MB$/ });
  await expect.poll(() => picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0))).toBe(1420);
});

test('a torn last line is told and costs nothing else', async () => {
  await page.getByText('Large values').first().waitFor();
  expect(complaints).toEqual([]);
});
