import { expect, test } from 'vitest';
import { bundled, ORIGIN } from '../../packages/storage-adapters/src/fixtures/chromium-tabs.ts';
import type { PageTests } from '../../packages/storage-adapters/src/fixtures/indexeddb-page.ts';
import { freshProfiles } from './browser.ts';

declare const pageTests: PageTests;

const ABOUT_ROOM = ['ST53', 'ST70'];
const withProfile = freshProfiles({ '/page.js': bundled('./indexeddb-page.ts'), '/worker.js': bundled('./indexeddb-worker.ts') });

test('the IndexedDB storage keeps every rule, with other tabs that write and are closed, and threads that are killed between two changes', () => withProfile(async ({ page }) => {
  const { text, failed, passed } = await page.evaluate((without) => pageTests.rules(undefined, without), ABOUT_ROOM);
  expect(failed, text).toEqual([]);
  expect(passed).toBeGreaterThan(45);
}));

test.each(ABOUT_ROOM)('the IndexedDB storage keeps rule %s where the browser gives no more room', (rule) => withProfile(async ({ page }) => {
  await page.evaluate('outside.setQuota(4 * 1024 * 1024)'); // before anything is stored: the browser looks now and then only
  const { text, failed, passed } = await page.evaluate((id) => pageTests.rules([id]), rule);
  expect([failed, passed], text).toEqual([[], 1]);
}));

test('random plans show readers of the IndexedDB storage what the model says', () => withProfile(async ({ page }) => {
  await page.evaluate(() => pageTests.plans(1, 3, 40));
}));

test('lines that a page hands over while it is closed are in the log, in order, and another tab follows them', () => withProfile(async ({ page, open }) => {
  const other = await open();
  const followed = other.evaluate(async () => {
    const { indexedDBStorage, header } = pageTests;
    const storage = indexedDBStorage();
    await storage.create(header(1));
    const seen: unknown[] = [];
    for await (const { records } of storage.subscribe(header(1).sessionId, { signal: AbortSignal.timeout(20_000) })) {
      seen.push(...records.map(({ record }) => record.n));
      if (seen.length >= 12) break;
    }
    return seen;
  });
  await page.evaluate(async () => {
    const { indexedDBStorage, header, line } = pageTests;
    const { sessionId } = header(1);
    const storage = indexedDBStorage();
    await storage.create(header(1));
    await storage.append(sessionId, [line(0), line(1)]);
    addEventListener('pagehide', () => {
      void storage.append(sessionId, [line(2)]); // the page is gone before the browser has answered
      storage.appendSync?.(sessionId, Array.from({ length: 9 }, (_, index) => line(index + 2)));
      storage.appendSync?.(sessionId, [line(11)]);
    });
  });
  await page.close();
  expect(await followed).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  const again = await open();
  const numbers = await again.evaluate(async () => (await pageTests.lines(pageTests.indexedDBStorage(), pageTests.header(1).sessionId)).map((line) => Number(/"n":(\d+)/.exec(line)?.[1])));
  expect(numbers).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
}));

test('two storages that take turns each know what the other one did: lines are there once, nothing goes to a private session, and nothing is said in the page', () => withProfile(async ({ page }) => {
  const seen = await page.evaluate(async () => {
    const { indexedDBStorage, header, line, lines, outcome } = pageTests;
    const unhandled: string[] = [];
    addEventListener('unhandledrejection', ({ reason }) => unhandled.push(String(reason)));
    const [one, other] = [indexedDBStorage(), indexedDBStorage()];
    const { sessionId } = header(1);
    await one.create(header(1));
    for (let n = 0; n < 20; n += 1) await [one, one, other][n % 3]?.append(sessionId, [line(n), line(Math.max(0, n - 1))]);
    await Promise.all([one, other].flatMap((storage, index) => [20, 21, 22].map((n) => storage.append(sessionId, [line(n + 3 * index)]))));
    const numbers = (await lines(one, sessionId)).map((text) => Number(/"n":(\d+)/.exec(text)?.[1]));
    await other.drop(sessionId, line(99, { type: 'session_dropped', data: { reason: 'private' } }));
    const refused = await outcome(one.append(sessionId, [line(30)]));
    return { numbers, refused: refused.split(':')[0], left: (await lines(one, sessionId)).length, unhandled };
  });
  expect(seen.numbers.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  expect([...seen.numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 26 }, (_, n) => n));
  expect(seen).toMatchObject({ refused: 'session_dropped', left: 1, unhandled: [] });
}));

test('where there is no room, a session that ended and was uploaded goes, and none that did not', () => withProfile(async ({ page }) => {
  await page.evaluate('outside.setQuota(6 * 1024 * 1024)');
  const seen = await page.evaluate(async () => {
    const { indexedDBStorage, header, line, lines, outcome } = pageTests;
    const storage = indexedDBStorage();
    const put = (sessionId: string, version: number, value: unknown): Promise<void> => storage.derived.put(sessionId, 'upload', version, new TextEncoder().encode(JSON.stringify(value)));
    // 1 ended and was uploaded, 2 ended, 3 was uploaded up to where it goes on, 4 ended after what was uploaded
    for (const number of [1, 2, 3, 4]) {
      const { sessionId } = header(number);
      await storage.create(header(number));
      const sent = [line(0, { characters: 700_000 }), ...(number === 3 ? [] : [line(1, { type: 'session_stop', data: { outcome: 'success' } }), line(2, { type: 'session_status', data: { status: 'completed' } })])];
      await storage.append(sessionId, sent);
      if (number === 2) continue;
      const { bytes = 0 } = (await storage.get(sessionId)) ?? {};
      await put(sessionId, 0, 'token');
      await put(sessionId, 1, { remote: { token: 'token', target: sessionId, cursor: '', events: 1, bytes: number === 4 ? bytes - 1 : bytes, annotations: 0 } });
    }
    const last = header(5).sessionId;
    await storage.create(header(5));
    let stored = 0;
    let end = 'done';
    for (; end === 'done' && stored < 100; stored += 1) end = await outcome(storage.append(last, [line(stored, { characters: 200_000 })]));
    return { end, kept: (await lines(storage, last)).length === stored - 1, there: (await storage.list()).sessions.map(({ name }) => name).sort() };
  });
  expect(seen.end).toMatch(/^storage_full: The browser gives the indexeddb storage no more room/);
  expect([seen.kept, seen.there]).toEqual([true, ['Session 2', 'Session 3', 'Session 4', 'Session 5']]);
}));

test('a database that is deleted, cleared or upgraded while it is open hangs nobody, and errors say what to do', () => withProfile(async ({ context, page }) => {
  const ask = (): Promise<string> => page.evaluate(async () => {
    const { indexedDBStorage, header, line, outcome } = pageTests;
    const own = globalThis as typeof globalThis & { storage?: ReturnType<typeof indexedDBStorage> };
    own.storage ??= indexedDBStorage();
    const { storage } = own;
    const before = await outcome(storage.append(header(1).sessionId, [line(0)]));
    await storage.create(header(1));
    return `${before.split(':')[0]}, ${await outcome(storage.append(header(1).sessionId, [line(0)]))}`;
  });
  const changed = (how: string): Promise<unknown> => page.evaluate(`new Promise((resolve, reject) => { const request = indexedDB.${how}; request.onsuccess = () => { request.result?.close(); resolve(); }; request.onerror = () => reject(request.error); request.onblocked = () => reject(new Error('blocked')); })`);
  expect(await ask()).toBe('session_not_found, done');
  expect(await ask()).toBe('done, done');
  await changed('deleteDatabase("playhead")');
  expect(await ask()).toBe('session_not_found, done');
  await (await context.newCDPSession(page)).send('Storage.clearDataForOrigin', { origin: ORIGIN, storageTypes: 'indexeddb' });
  expect(await ask()).toBe('session_not_found, done');
  await changed('open("playhead", 2)');
  expect(await page.evaluate(() => pageTests.outcome(pageTests.indexedDBStorage().list()))).toMatch(/^storage_unavailable: .* newer version of Playhead .* Reload the page\.$/);
  await expect(ask()).rejects.toThrow(/newer version/);
}));
