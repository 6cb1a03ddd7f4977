import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claudeHarness } from '@playhead/hooks-claude';
import { createSessionRecording } from '@playhead/recorder';
import { createHandler } from '@playhead/server';
import { listen, viewerDirectory, type Listening } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { viewerAssets } from '@playhead/viewer';
import { findChromium } from '../../tooling/chromium.mjs';

const fixtures = resolve(import.meta.dirname, '../../packages/hooks-claude/fixtures');
const SESSION = 'eb2f7f10-0000-4000-8000-';
const SESSIONS = 40;

let browser: Browser;
let server: Listening;
let home = '';
const complaints: string[] = [];

/** The folder of somebody who has used Claude Code for a while and starts Playhead for the first time. */
function historyOf(projects: string): void {
  cpSync(join(fixtures, 'jwt-auth', 'transcripts'), projects, { recursive: true });
  mkdirSync(join(projects, '-work-old'), { recursive: true });
  for (let number = 0; number < SESSIONS; number += 1) {
    const id = `${SESSION}${String(number).padStart(12, '0')}`;
    const row = (type: string, uuid: string, content: unknown): string => JSON.stringify({ type, uuid: `${id}-${uuid}`, parentUuid: null, sessionId: id, cwd: '/work/old', version: '2.1.329', timestamp: new Date(1_760_000_000_000 + number * 60_000).toISOString(), promptId: 'p1', message: { id: `${id}-${uuid}`, role: type, model: 'claude-x', content } });
    writeFileSync(join(projects, '-work-old', `${id}.jsonl`), `${row('user', 'u', `Old prompt ${number}`)}\n${row('assistant', 'a', [{ type: 'text', text: `Old answer ${number}. ${'x'.repeat(50_000)}` }])}\n`);
  }
}

beforeAll(async () => {
  const app = fileURLToPath(viewerAssets);
  if (!existsSync(join(app, 'index.html'))) throw new Error('The viewer is not built. Run `node tooling/build.mjs --js` and the test again.');
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium was found.');
  home = mkdtempSync(join(tmpdir(), 'playhead-first-start-'));
  historyOf(join(home, '.claude/projects'));
  const dir = join(home, 'data');
  const handler = createHandler({ storage: fsStorage({ dir }), recordingOf: createSessionRecording({ dir }), harnesses: [claudeHarness], histories: { env: { HOME: home } }, viewer: viewerDirectory(app) });
  server = await listen(handler, { port: 0 });
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  if (home !== '') rmSync(home, { recursive: true, force: true });
});

async function open(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(30_000);
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
  page.on('pageerror', (error) => void complaints.push(String(error)));
  return page;
}

test('from the first start to a replay of the own history it takes two clicks', async () => {
  const page = await open();
  let clicks = 0;
  await page.exposeFunction('countClick', () => { clicks += 1; });
  await page.addInitScript(() => addEventListener('click', () => void (globalThis as unknown as { countClick: () => void }).countClick(), { capture: true })); // exposed above
  await page.goto(`${server.url}/sessions`);
  await page.getByText(`Claude Code kept ${SESSIONS + 1} sessions on this machine`).waitFor();
  await page.getByRole('button', { name: `Import ${SESSIONS + 1} sessions` }).click();
  await page.getByRole('link', { name: 'Add JWT auth with refresh token' }).click();
  await page.getByRole('heading', { name: 'Add JWT auth with refresh token' }).waitFor();
  await page.getByText('npm test').first().waitFor();
  await expect.poll(() => clicks).toBe(2);
  await page.goBack();
  await page.getByText(`of ${SESSIONS + 1} sessions`).waitFor();
  expect(complaints).toEqual([]);
  await page.close();
});

test('the second start shows what is there and offers nothing', async () => {
  const page = await open();
  await page.goto(`${server.url}/sessions`);
  await page.getByText(`of ${SESSIONS + 1} sessions`).waitFor();
  expect(await page.getByRole('button', { name: /^Import/ }).count()).toBe(0);
  expect(readFileSync(join(home, '.claude/projects/-work-old', `${SESSION}${'0'.repeat(12)}.jsonl`), 'utf8')).toContain('Old prompt 0');
  expect(complaints).toEqual([]);
  await page.close();
});
