import { expect, test } from 'vitest';
import { findChromium } from '../../tooling/chromium.mjs';
import { expectOfflineEventsOnce, offlineTabs } from './offline-tabs.ts';

test.skipIf(findChromium() === undefined)('50,000 events that two tabs record without a network, reloaded twice, are on the server once and in order when it is back', async () => {
  const tabs = await offlineTabs();
  await expectOfflineEventsOnce(tabs, 50_000);
  const { sessions } = await tabs.kept.list();
  expect(sessions.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThanOrEqual(50_000);
  await tabs.close();
});
