// Builds the page, opens it in Chromium and records while the server is away, while the network is away and after reloads; then reads what the
// server has. Exits non-zero when something is wrong.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHandler } from '@playhead/server';
import { listen } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { build, defaultClientConditions, preview } from 'vite';

const root = import.meta.dirname;
const home = await mkdtemp(join(tmpdir(), 'playhead-offline-browser-'));
const port = await freePort();
process.env.VITE_PLAYHEAD_URL = `http://127.0.0.1:${port}`;
await build({ root, logLevel: 'warn', resolve: { conditions: ['@playhead/source', ...defaultClientConditions] } });

const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
if (executablePath) {
  const { chromium } = await import('playwright-core');
  const pages = await preview({ root, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    await check(browser, pages.resolvedUrls.local[0]);
  } finally {
    await browser.close();
    await pages.close();
    await rm(home, { recursive: true, force: true });
  }
} else {
  assert.notEqual(process.env.PLAYHEAD_REQUIRE_BROWSER, '1', 'PLAYHEAD_REQUIRE_BROWSER=1 asks for a browser, and there is none');
  console.log('!!! No Chromium was found: only the build was checked, the page was NOT. Install one or set CHROMIUM_PATH. !!!');
}

async function check(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const says = (text) => page.locator('#status', { hasText: text }).waitFor({ timeout: 60_000 });
  const work = () => page.click('#work:enabled');

  // There is no server yet.
  await page.goto(url);
  await work();
  await says(/^\d+ kB wait in this browser\./);
  await page.reload();
  await says(/^\d+ kB wait in this browser\./);

  // It comes.
  let server = await serve(new URL(url).origin);
  await says('Everything is on the server.');

  // The network goes; then the server does, and the network is back.
  await context.setOffline(true);
  await work();
  await says('There is no network.');
  await server.stop();
  await context.setOffline(false);
  await page.reload();
  await work();
  await says(/^\d+ kB wait in this browser\./);

  server = await serve(new URL(url).origin);
  await says('Everything is on the server.');
  const records = await server.records();
  await server.stop();
  assert.deepEqual(records.map(({ data }) => data.passed), [1, 2, 3].flatMap(() => Array.from({ length: 100 }, (_, n) => n + 1)));
  assert.deepEqual(errors, []);
  console.log(`${records.length} events recorded without a server, each there once and in order`);
}

/** Starts a server that pages of an origin may use. */
async function serve(origin) {
  const storage = fsStorage({ dir: home });
  const { close } = await listen(createHandler({ storage, allowedOrigins: [origin] }), { port });
  return {
    /** Everything that the agent recorded in the one session that is there. */
    async records() {
      const { sessions } = await storage.list();
      assert.equal(sessions.length, 1);
      const found = [];
      for await (const { records } of storage.read(sessions[0].sessionId)) found.push(...records.map(({ record }) => record));
      return found.filter(({ type }) => type === 'test_result');
    },
    async stop() {
      await close();
      await storage.close();
    },
  };
}

/** A port that nobody listens on. */
async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return free;
}
