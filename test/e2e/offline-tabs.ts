import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { createHandler } from '@playhead/server';
import { listen, type Listening } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import type { SessionStorage } from '@playhead/protocol';
import type { Recorder } from '@playhead/recorder';
import type { OutboxStorage } from '@playhead/storage-adapters/outbox';
import { bundledCode, openProfile, type Profile } from '../../packages/storage-adapters/src/fixtures/chromium-tabs.ts';
import { launchBrowser } from './browser.ts';

/** What the page has. */
declare const recorder: Recorder;
declare const storage: OutboxStorage;

/** A server on files, and a browser whose pages record to an outbox of it. */
export interface OfflineTabs {
  readonly server: Listening;
  /** What the server keeps. */
  readonly kept: SessionStorage;
  /** Opens a profile with one tab. */
  profile(): Promise<Profile>;
  close(): Promise<void>;
}

/** Starts them. */
export async function offlineTabs(): Promise<OfflineTabs> {
  const home = mkdtempSync(join(tmpdir(), 'playhead-offline-'));
  const kept = fsStorage({ dir: home });
  const server = await listen(createHandler({ storage: kept }), { port: 0 });
  const browser = await launchBrowser();
  const script = bundledCode(`
    import { createRecorder } from '@playhead/recorder';
    import { httpStorage } from '@playhead/storage-adapters/http';
    import { indexedDBStorage } from '@playhead/storage-adapters/indexeddb';
    import { outboxStorage } from '@playhead/storage-adapters/outbox';
    const storage = outboxStorage({ local: indexedDBStorage(), remote: httpStorage({ url: ${JSON.stringify(server.url)} }) });
    Object.assign(globalThis, { storage, recorder: createRecorder({ storage }) });`, import.meta.dirname);
  return {
    server,
    kept,
    profile: () => openProfile(browser, { '/page.js': script }, server.url),
    async close() {
      await browser.close();
      await server.close();
      await kept.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Records numbered events in a page, and does nothing to see them stored. */
export function record(page: Page, sessionId: string, by: string, first: number, count: number): Promise<void> {
  return page.evaluate(async (asked) => {
    await recorder.recordStart({ sessionId: asked.sessionId, name: 'Offline', harness: 'test', agentName: asked.by, workspaceName: 'w' });
    for (let n = asked.first; n < asked.first + asked.count; n += 1) recorder.recordEvent({ sessionId: asked.sessionId, type: 'moment', data: { title: `${asked.by} ${n}` } });
  }, { sessionId, by, first, count });
}

/** The numbers of the events that are kept of a session, by who recorded them, in the order of the log. */
export async function numbersOf(kept: SessionStorage, sessionId: string): Promise<Readonly<Record<string, readonly number[]>>> {
  const found: Record<string, number[]> = {};
  for await (const { records } of kept.read(sessionId)) {
    for (const { record: { type, data } } of records) {
      const [by = '', n = ''] = type === 'moment' ? String(data['title']).split(' ') : [];
      if (by !== '') (found[by] ??= []).push(Number(n));
    }
  }
  return found;
}

/** The numbers below one. */
export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n);
}

const SHARED = '01937d1e-7c3a-7000-8000-000000000001';
const OWN = '01937d1e-7c3a-7000-8000-000000000002';

/**
 * Records in two tabs without a network, into one session that both record and one that only the first does; reloads both twice; and expects everything at the
 * server once and in order when the network is back.
 *
 * @param events - How many in all: a multiple of four.
 */
export async function expectOfflineEventsOnce({ kept, profile }: OfflineTabs, events: number): Promise<void> {
  const part = events / 4;
  const { context, page: first, open, close } = await profile();
  const second = await open();
  await context.setOffline(true);
  await Promise.all([record(first, SHARED, 'first', 0, part), record(second, SHARED, 'second', 0, part)]);
  await Promise.all([first.reload(), second.reload()]); // while much of it is on its way
  await record(first, OWN, 'first', 0, part);
  await first.reload();
  await record(first, OWN, 'first', part, part);
  await Promise.all([first.reload(), second.reload()]);
  expect(await kept.list()).toEqual({ sessions: [] });

  await context.setOffline(false);
  await Promise.all([first, second].map((tab) => tab.evaluate(() => storage.uploaded())));
  expect(await numbersOf(kept, SHARED)).toEqual({ first: upTo(part), second: upTo(part) });
  expect(await numbersOf(kept, OWN)).toEqual({ first: upTo(2 * part) });
  expect(await first.evaluate(() => storage.status().waitingSessions)).toBe(0);
  await close();
}
