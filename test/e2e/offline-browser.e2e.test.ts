import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHandler } from '@playhead/server';
import { listen, type Listening } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import type { SessionStorage } from '@playhead/protocol';
import type { Recorder } from '@playhead/recorder';
import type { OutboxStorage } from '@playhead/storage-adapters/outbox';
import { bundledCode, launchChromium, openProfile } from '../../packages/storage-adapters/src/fixtures/chromium-tabs.ts';
import { findChromium } from '../../tooling/chromium.mjs';

/** What the page has. */
declare const recorder: Recorder;
declare const storage: OutboxStorage;

const SHARED = '01937d1e-7c3a-7000-8000-000000000001';
const OWN = '01937d1e-7c3a-7000-8000-000000000002';
/** How many events each tab records each time, into the session that both record and into one that only the first does. */
const PART = 12_500;

let browser: Browser;
let server: Listening;
let kept: SessionStorage;
let home = '';
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'playhead-offline-'));
  kept = fsStorage({ dir: home });
  server = await listen(createHandler({ storage: kept }), { port: 0 });
  browser = await launchChromium(findChromium() ?? '');
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await kept?.close();
  if (home !== '') rmSync(home, { recursive: true, force: true });
});

/** Records a part in a page, and does nothing to see it stored. */
const record = (page: Page, sessionId: string, by: string, first: number): Promise<void> => page.evaluate(async ({ id, tab, from, count }) => {
  await recorder.recordStart({ sessionId: id, name: 'Offline', harness: 'test', agentName: tab, workspaceName: 'w' });
  for (let n = from; n < from + count; n += 1) recorder.recordEvent({ sessionId: id, type: 'moment', data: { title: `${tab} ${n}` } });
}, { id: sessionId, tab: by, from: first, count: PART });

/** What the server keeps of a session, by who recorded it, in the order of the log. */
async function titlesOf(sessionId: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const found = new Map<string, number[]>();
  for await (const { records } of kept.read(sessionId)) {
    for (const { record: { type, data } } of records) {
      const [by = '', n = ''] = type === 'moment' ? String(data['title']).split(' ') : [];
      if (by === '') continue;
      const numbers = found.get(by) ?? [];
      found.set(by, numbers);
      numbers.push(Number(n));
    }
  }
  return found;
}

test('50,000 events that two tabs record without a network, reloaded twice, are on the server once and in order when it is back', async () => {
  const page = `
    import { createRecorder } from '@playhead/recorder';
    import { httpStorage } from '@playhead/storage-adapters/http';
    import { indexedDBStorage } from '@playhead/storage-adapters/indexeddb';
    import { outboxStorage } from '@playhead/storage-adapters/outbox';
    const storage = outboxStorage({ local: indexedDBStorage(), remote: httpStorage({ url: ${JSON.stringify(server.url)} }) });
    Object.assign(globalThis, { storage, recorder: createRecorder({ storage }) });`;
  const { context, page: first, open, close } = await openProfile(browser, { '/page.js': bundledCode(page, import.meta.dirname) }, server.url);
  const second = await open();
  await context.setOffline(true);
  await Promise.all([record(first, SHARED, 'first', 0), record(second, SHARED, 'second', 0)]);
  await Promise.all([first.reload(), second.reload()]); // while much of it is on its way
  await record(first, OWN, 'first', 0);
  await first.reload();
  await record(first, OWN, 'first', PART);
  await Promise.all([first.reload(), second.reload()]);
  expect(await kept.list()).toEqual({ sessions: [] });

  await context.setOffline(false);
  await Promise.all([first, second].map((tab) => tab.evaluate(() => storage.uploaded())));
  const all = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
  expect([...(await titlesOf(SHARED))].sort()).toEqual([['first', all(PART)], ['second', all(PART)]]);
  expect([...(await titlesOf(OWN))]).toEqual([['first', all(2 * PART)]]);
  expect((await kept.list()).sessions.map(({ events }) => events).reduce((sum, events) => sum + events, 0)).toBeGreaterThanOrEqual(4 * PART);
  expect(await first.evaluate(() => storage.status().waitingSessions)).toBe(0);
  await close();
});
