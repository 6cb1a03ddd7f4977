import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { SessionStorage, StoredRecord } from '@playhead/protocol';
import type { Recorder } from '@playhead/recorder';
import { bundledCode, type Profile } from '../../packages/storage-adapters/src/fixtures/chromium-tabs.ts';
import { freshProfiles } from './browser.ts';

/** What the page has. */
declare const recorder: Pick<Recorder, 'recordStart' | 'recordEvent' | 'recordStop' | 'flush'>;
declare const indexedDBStorage: () => SessionStorage;
declare const SESSION: string;

// A page that records with the recorder that every page gets, and nothing else.
const withFreshProfile = freshProfiles({ '/page.js': bundledCode(`
import { flush, recordEvent, recordStart, recordStop } from '@playhead/recorder';
import { indexedDBStorage } from '@playhead/storage-adapters/indexeddb';
Object.assign(globalThis, { recorder: { recordStart, recordEvent, recordStop, flush }, indexedDBStorage, SESSION: '01937d1e-7c3a-7000-8000-000000000001' });
`, import.meta.dirname) });

const withProfile = (run: (profile: Profile) => Promise<void>): Promise<void> => withFreshProfile(async (profile) => {
  const complaints: string[] = [];
  profile.context.on('console', (message) => void complaints.push(message.text()));
  profile.context.on('weberror', (error) => void complaints.push(String(error.error())));
  await run(profile);
  expect(complaints).toEqual([]);
});

const start = (page: Page): Promise<unknown> => page.evaluate(() => recorder.recordStart({ sessionId: SESSION, name: 'n', harness: 'h', agentName: 'a', workspaceName: 'w' }));

/** The title of what is recorded while the page goes away. */
const LEFT = 'the page is left';

/** What a page of the same origin finds later, without what begins a session. */
const found = (page: Page): Promise<readonly string[]> => page.evaluate(async () => {
  const stored: StoredRecord[] = [];
  for await (const { records } of indexedDBStorage().read(SESSION)) stored.push(...records);
  return stored.flatMap(({ record: { type, data } }) => (type === 'session_start' ? [] : [String(data['title'] ?? data['text'])]));
});

test('a page records into IndexedDB, and another tab reads it', () => withProfile(async ({ page, open }) => {
  await start(page);
  await page.evaluate(async () => {
    recorder.recordEvent({ sessionId: SESSION, type: 'moment', data: { title: 'first' } });
    await recorder.recordStop({ sessionId: SESSION, outcome: 'success', finalOutput: { content: 'done', format: 'text' } });
    await recorder.flush();
  });
  expect(await (await open()).evaluate(async () => indexedDBStorage().get(SESSION))).toMatchObject({ status: 'completed', outcome: 'success', events: 5 });
}));

test.each(['reloaded', 'closed'])('what was recorded right before the page is %s is there afterwards, the end of a stream included', (how) => withProfile(async ({ page, open }) => {
  await start(page);
  await page.evaluate((reload) => {
    const { recordEvent } = recorder;
    for (let n = 0; n < 2000; n += 1) recordEvent({ sessionId: SESSION, type: 'moment', data: { title: String(n) } });
    setTimeout(() => { // some are on their way, and some are not
      for (let n = 2000; n < 2200; n += 1) recordEvent({ sessionId: SESSION, type: 'moment', data: { title: String(n) } });
      addEventListener('pagehide', () => recordEvent({ sessionId: SESSION, type: 'moment', data: { title: 'the page is left' } }));
      recordEvent({ sessionId: SESSION, type: 'terminal_output', call: 'c1', data: { text: 'an unfinished li' } });
      document.title = 'recorded';
      if (reload) location.reload();
    });
  }, how === 'reloaded');
  if (how === 'reloaded') await page.waitForFunction(() => document.title !== 'recorded' && 'indexedDBStorage' in globalThis);
  else await page.waitForFunction(() => document.title === 'recorded').then(() => page.close());
  const later = how === 'reloaded' ? page : await open();
  // What a page wrote last may come a moment after it is gone.
  const numbers = Array.from({ length: 2200 }, (_, n) => String(n));
  await expect.poll(async () => {
    const seen = await found(later);
    const after = seen.slice(numbers.length);
    // An output without its end comes at once, in one piece or in two.
    return [...seen.slice(0, numbers.length), ...after.filter((text) => text === LEFT), after.filter((text) => text !== LEFT).join('')];
  }).toEqual([...numbers, LEFT, 'an unfinished li']);
}));

test('what was recorded when the page is hidden is there although the page never does anything again', () => withProfile(async ({ page, open }) => {
  await start(page);
  const stuck = page.evaluate(() => {
    for (let n = 0; n < 50; n += 1) recorder.recordEvent({ sessionId: SESSION, type: 'moment', data: { title: String(n) } });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    for (;;);
  }).catch(() => {}); // it is killed
  const other = await open();
  await expect.poll(() => found(other)).toEqual(Array.from({ length: 50 }, (_, n) => String(n)));
  await page.close();
  await stuck;
}));
