import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionStorage } from '@playhead/protocol';
import { keepFigures } from '@playhead/replay-core/metrics';
import type { RetentionPolicy } from '@playhead/replay-core/retention';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { recordSkillSessions, skillSessionId } from '../../packages/replay-core/src/test-support/skill-sessions.ts';
import { openViewer, type OpenViewer } from './open-viewer.ts';

let viewer: OpenViewer;
let policy: RetentionPolicy = {};

beforeAll(async () => {
  let storage: SessionStorage | undefined;
  viewer = await openViewer((home) => ({
    storage: (storage = fsStorage({ dir: join(home, 'data') })),
    retention: { policyOf: () => ({ policy, from: 'workspace' }), setPolicy: (_, next) => { policy = next ?? {}; }, firstMs: 3_600_000 },
  }));
  if (!storage) throw new Error('The viewer serves no storage.');
  await recordSkillSessions(storage);
  for (let index = 0; index < 50; index += 1) await keepFigures(storage, skillSessionId(index));
});
afterAll(() => viewer?.close());

test('from the list one comes to the statistics of what is shown, narrows them by project and time, and finds them again at their address', async () => {
  const page = await viewer.page({ viewport: { width: 420, height: 800 } });
  await page.goto(`${viewer.url}/sessions?outcome=success`);
  await page.getByRole('navigation', { name: 'Playhead' }).getByRole('link', { name: 'Statistics' }).click();
  const figures = page.getByRole('group', { name: 'Figures' });
  await figures.getByRole('group', { name: 'Sessions' }).getByText('30 ended').waitFor();
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('');
  await figures.getByRole('group', { name: 'Sessions' }).getByText('50 ended').waitFor();
  await page.getByRole('button', { name: 'site', exact: true }).click();
  await figures.getByRole('group', { name: 'Sessions' }).getByText('10 ended').waitFor();
  await page.getByRole('button', { name: 'Month' }).click();
  await page.getByRole('table', { name: 'Sessions' }).getByRole('row', { name: /^Dec 2025/ }).waitFor({ state: 'attached' });
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(420);
  await page.waitForURL(/\?project=site&by=month$/);
  await page.reload();
  await page.getByRole('group', { name: 'Sessions', exact: true }).getByText('10 ended').waitFor();
  expect(await page.getByRole('combobox', { name: 'Project' }).inputValue()).toBe('site');
  await page.getByRole('option', { name: 'shop' }).waitFor({ state: 'attached' });
  await page.close();
  expect(viewer.complaints).toEqual([]);
});

test('from the list over the catalog to a version against the one before, and on to a session that used it; addresses lead back', async () => {
  const page = await viewer.page({ viewport: { width: 420, height: 800 } });
  await page.goto(`${viewer.url}/sessions?project=shop`);
  await page.getByRole('navigation', { name: 'Playhead' }).getByRole('link', { name: 'Catalog' }).click();
  await page.getByRole('table', { name: 'Skills' }).getByRole('link', { name: 'review' }).click();
  await page.waitForURL(/\/catalog\/skill\?project=shop&name=review$/);
  await page.getByText(/^1\.1 is worse than 1\.0: .*first turn accepted/).waitFor();
  const accepted = page.getByRole('table', { name: 'Version against version' }).getByRole('row', { name: /^First turn accepted/ });
  expect(await accepted.innerText()).toMatch(/of 20 sessions.*of 20 sessions.*Worse/s);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(420);
  await page.reload();
  await page.getByRole('link', { name: 'Session 44' }).click();
  await page.waitForURL(`${viewer.url}/sessions/${skillSessionId(44)}`);
  await page.getByRole('heading', { name: 'Session 44' }).waitFor();
  await page.goBack();
  await accepted.waitFor();
  await page.getByRole('region', { name: 'Catalog' }).getByRole('link', { name: 'Catalog', exact: true }).click();
  await page.waitForURL(/\/catalog\/skill\?project=shop$/);
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByRole('table', { name: 'Models' }).waitFor();
  await page.close();
  expect(viewer.complaints).toEqual([]);
});

test('the settings show what other limits would remove, keep limits and a theme, and remove nothing by that', async () => {
  const page = await viewer.page({ viewport: { width: 420, height: 800 }, colorScheme: 'light' });
  await page.goto(`${viewer.url}/statistics`);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'Sessions at most' }).fill('20');
  await page.getByRole('button', { name: 'What would go' }).click();
  await page.getByText(/^30 sessions would go now, .* of 50 sessions\./).waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(/^Saved/).waitFor();
  expect(policy).toEqual({ maxCount: 20 });
  await page.getByRole('button', { name: 'Dark' }).click();
  const colour = (): Promise<string> => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
  expect(await colour()).toBe('rgb(19, 21, 25)');
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(420);
  await page.reload();
  await page.getByRole('textbox', { name: 'Sessions at most' }).waitFor();
  expect(await colour()).toBe('rgb(19, 21, 25)');
  await page.goto(`${viewer.url}/sessions`);
  await page.getByText('50 of 50 sessions').waitFor();
  await page.close();
  expect(viewer.complaints).toEqual([]);
});
