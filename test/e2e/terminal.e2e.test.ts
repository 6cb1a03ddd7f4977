import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { sitDown, type RecordedPerson } from '../../packages/cli/test/recorded-person.ts';
import { buildBin } from '../../packages/cli/test/support.ts';
import { openViewer, type OpenViewer } from './open-viewer.ts';

let bin: string;
let viewer: OpenViewer;
let storage: SessionStorage;
let page: Page;
let person: RecordedPerson;

beforeAll(async () => {
  bin = await buildBin();
  viewer = await openViewer((home) => {
    storage = fsStorage({ dir: join(home, 'data') });
    return { storage };
  });
  page = await viewer.page({ viewport: { width: 1400, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
});
afterAll(async () => {
  await viewer?.close();
  rmSync(bin, { force: true });
});

const term = (): Locator => page.getByRole('region', { name: 'Terminal', exact: true });
const strip = (): Locator => page.getByRole('slider', { name: 'Terminal time' });
const shows = (text: string): Promise<void> => term().locator('.xterm-rows').filter({ hasText: text }).waitFor();
const hides = (text: string): Promise<void> => vi.waitFor(async () => expect(await term().locator('.xterm-rows').textContent()).not.toContain(text), { timeout: 20_000 });
const number = async (name: string): Promise<number> => Number(await strip().getAttribute(name));

async function runs(command: string, prints: string): Promise<void> {
  person.types(`${command}\r`);
  await person.sees(prints);
}

test('a recorded terminal is followed while somebody sits at it', async () => {
  person = sitDown(bin, ['bash', '--norc', '-i'], { env: { PLAYHEAD_HOME: join(viewer.home, 'data'), PS1: '> ' } });
  await person.sees('> ');
  await runs("echo 'a first' needle", 'a first needle');
  await runs('seq 1 40', '39\r\n40');
  const { sessions: [session] } = await vi.waitFor(async () => {
    const list = await storage.list();
    expect(list.sessions).toHaveLength(1);
    return list;
  });
  await page.goto(`${viewer.url}/sessions/${session?.sessionId}`);
  await page.getByRole('tab', { name: /^Terminal/ }).click();
  await shows('39');
  await term().getByText('Recording', { exact: true }).waitFor();
  await runs("printf '\\e[31m%s\\e[m\\n' 'Error: it broke'", '\u001b[31mError: it broke');
  await shows('Error: it broke');
  person.resizes(100, 40);
  await vi.waitFor(async () => expect(await term().locator('.xterm-rows > div').count()).toBe(40), { timeout: 20_000 });
  await runs('clear; echo the "very" end', 'the very end');
  await shows('the very end');
  await hides('Error: it broke');
  person.types('exit 3\r');
  expect((await person.ended()).exitCode).toBe(3);
  await term().getByText('exit 3', { exact: true }).first().waitFor();
  await page.locator('header[data-status=completed]').waitFor();
});

test('its strip goes through its time, by a press and by keys, and says what happened there', async () => {
  const box = await strip().boundingBox();
  if (!box) throw new Error('The strip is not to be seen.');
  await page.mouse.click(box.x + 2, box.y + box.height - 6);
  await hides('the very end');
  expect(await number('aria-valuenow')).toBe(0);
  await page.keyboard.press('End');
  await shows('the very end');
  await vi.waitFor(async () => expect(await strip().getAttribute('aria-valuetext')).toContain('exit 3'), { timeout: 20_000 });
  await page.keyboard.press('Home');
  await hides('the very end');
});

test('it plays, is searched through time, copied and read aloud as text', async () => {
  await strip().focus();
  await page.keyboard.press('Home');
  await hides('a first needle');
  await term().getByRole('group', { name: 'Terminal screen' }).focus();
  await page.keyboard.press('Space');
  await shows('the very end');
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Search in this terminal' }).fill('A FIRST needle');
  await page.keyboard.press('Enter');
  await shows('a first needle');
  await hides('the very end');
  await page.keyboard.press('Escape');
  await term().getByRole('button', { name: /^Copy the screen/ }).click();
  // What was found is selected, so that is what is copied.
  expect((await page.evaluate(() => navigator.clipboard.readText())).toLowerCase()).toContain('a first needle');
  await vi.waitFor(async () => expect(await term().locator('.ph-term__read').textContent()).toContain('a first needle'), { timeout: 20_000 });
  // A server that has made no keyframes yet says so by 404, which browsers write into their console.
  expect(viewer.complaints.filter((complaint) => !complaint.includes('/derived/keyframes?'))).toEqual([]);
});
