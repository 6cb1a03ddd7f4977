import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recorder } from '@playhead/recorder';
import type { OutboxStorage } from '@playhead/storage-adapters/outbox';
import { expectOfflineEventsOnce, numbersOf, offlineTabs, record, upTo, type OfflineTabs } from './offline-tabs.ts';

/** What the page has. */
declare const recorder: Recorder;
declare const storage: OutboxStorage;

const ONE = '01937d1e-7c3a-7000-8000-000000000003';
const LAST = '01937d1e-7c3a-7000-8000-000000000005';
const OTHER = '01937d1e-7c3a-7000-8000-000000000004';

let tabs: OfflineTabs;
beforeAll(async () => { tabs = await offlineTabs(); });
afterAll(() => tabs?.close());

test('4,000 events that two tabs record without a network, reloaded twice, are on the server once and in order when it is back', () => expectOfflineEventsOnce(tabs, 4000));

test('of two tabs one sends what both record, and when it is closed the other one goes on', async () => {
  const { page: first, open, close } = await tabs.profile();
  const senders: string[] = [];
  first.on('request', (request) => { if (request.method() === 'POST') senders.push('first'); });
  const arrives = (sessionId: string, what: object): Promise<void> => expect.poll(() => numbersOf(tabs.kept, sessionId).catch(() => ({})), { timeout: 30_000 }).toEqual(what);
  await record(first, ONE, 'first', 0, 50);
  await arrives(ONE, { first: upTo(50) });

  const second = await open();
  second.on('request', (request) => { if (request.method() === 'POST') senders.push('second'); });
  await record(second, ONE, 'second', 0, 50);
  await record(second, OTHER, 'second', 0, 50);
  await arrives(ONE, { first: upTo(50), second: upTo(50) });
  await arrives(OTHER, { second: upTo(50) });
  await second.evaluate((sessionId) => recorder.recordStop({ sessionId, outcome: 'success' }), OTHER);
  await expect.poll(async () => (await tabs.kept.get(OTHER))?.status).toBe('completed');
  await expect.poll(() => second.evaluate(() => storage.status().waitingSessions), { timeout: 30_000 }).toBe(0); // it is told nothing, and says so all the same
  expect(new Set(senders)).toEqual(new Set(['first']));

  await first.close();
  await record(second, ONE, 'second', 50, 50);
  await arrives(ONE, { first: upTo(50), second: upTo(100) });
  expect(senders.at(-1)).toBe('second');
  await close();
});

test('what a page records right before it is closed is on the server once, at the latest when it is opened again', async () => {
  const { page, open, close } = await tabs.profile();
  await record(page, LAST, 'page', 0, 5);
  await expect.poll(() => numbersOf(tabs.kept, LAST).catch(() => ({})), { timeout: 30_000 }).toEqual({ page: upTo(5) });
  await page.evaluate((sessionId) => {
    for (let n = 5; n < 9; n += 1) recorder.recordEvent({ sessionId, type: 'moment', data: { title: `page ${n}` } });
    addEventListener('pagehide', () => recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'page 9' } }));
    location.href = 'about:blank';
  }, LAST);
  await page.waitForURL('about:blank');
  // The browser may have sent what the page handed it; whether it did or not, nothing is lost, and nothing is there twice.
  const again = await open();
  await again.evaluate(() => storage.uploaded());
  expect(await numbersOf(tabs.kept, LAST)).toEqual({ page: upTo(10) });
  await close();
});
