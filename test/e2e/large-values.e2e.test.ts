import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { LARGE_SESSION_ID, PRINTED_LINES, recordLargeSession } from '../../bench/values/large-session.mjs';
import { openViewer, type OpenViewer } from './open-viewer.ts';

/** Elements that a page may have, whatever its session holds. */
const MOST_ELEMENTS = 2500;

let viewer: OpenViewer;
let page: Page;

beforeAll(async () => {
  viewer = await openViewer(async (home) => {
    await recordLargeSession(home);
    return { storage: fsStorage({ dir: home }) };
  });
  page = await viewer.page({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(`${viewer.url}/sessions/${LARGE_SESSION_ID}`);
}, 60_000);
afterAll(() => viewer?.close());

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
  const inSight = (): Promise<boolean> => page.locator('.ph-large__row[data-current] mark').evaluate((mark) => mark.getBoundingClientRect().right <= (mark.closest('.ph-large__rows')?.getBoundingClientRect().right ?? 0) + 1); // the line is longer than the pane
  await expect.poll(inSight).toBe(true);
  await page.getByRole('button', { name: 'Select line 77778' }).click();
  await page.getByRole('button', { name: 'Select line 77780' }).click({ modifiers: ['Shift'] });
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
  expect(viewer.complaints).toEqual([]);
});
