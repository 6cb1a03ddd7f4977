import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claudeHarness } from '@playhead/hooks-claude';
import { createHandler } from '@playhead/server';
import { listen, viewerDirectory, type Listening } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { viewerAssets } from '@playhead/viewer';
import { readCapture } from '../../packages/cli/src/demo/capture.ts';
import { sendCapture } from '../../packages/cli/src/demo/send-capture.ts';
import { findChromium } from '../../tooling/chromium.mjs';

let browser: Browser;
let server: Listening;
let page: Page;
let sending: Promise<number>;

beforeAll(async () => {
  const app = fileURLToPath(viewerAssets);
  if (!existsSync(join(app, 'index.html'))) throw new Error('The viewer is not built. Run `node tooling/build.mjs --js` and the test again.');
  const home = mkdtempSync(join(tmpdir(), 'playhead-e2e-'));
  const storage = fsStorage({ dir: join(home, 'data') });
  server = await listen(createHandler({ storage, harnesses: [claudeHarness], viewer: viewerDirectory(app) }), { port: 0 });
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium was found.');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const entries = readCapture(resolve(import.meta.dirname, '../../packages/cli/demo/jwt-auth'), join(home, 'claude'));
  // The page opens after the first payload, while the rest is still to come.
  await sendCapture(entries.slice(0, 3), { url: () => server.url, speed: Number.POSITIVE_INFINITY, name: 'e2e-head' });
  const [session] = (await storage.list()).sessions;
  await page.goto(`${server.url}/sessions/${session?.sessionId}`);
  await page.getByText('Add JWT auth with refresh token').first().waitFor();
  sending = sendCapture(entries.slice(3), { url: () => server.url, speed: 8, name: 'e2e-rest' });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test('a live page shows what the agent does while it does it', async () => {
  await page.getByText('get_issue').first().waitFor(); // the MCP call by its real name, before the session is over
  await page.getByText(/\bfailed\b/i).first().waitFor();
  expect(await sending).toBe(272);
  const text = async (): Promise<string> => (await page.textContent('body')) ?? '';
  await expect.poll(text, { timeout: 20_000 }).toMatch(/completed|success/i);
  const seen = await text();
  expect(seen).toContain('Add JWT auth with refresh token');
  expect(seen).toMatch(/issues/);
  expect(seen).toMatch(/denied/i);
  await page.getByRole('tab', { name: /^tests/i }).click();
  const runs = page.getByRole('region', { name: 'Test results' });
  await runs.getByText(/[1-9]\d* failed, /).first().waitFor();
  await runs.getByText(/^0 failed, [1-9]\d* passed/).first().waitFor();
});
