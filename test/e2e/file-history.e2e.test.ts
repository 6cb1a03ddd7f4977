import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeRecord, type JsonObject, type SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { openViewer, type OpenViewer } from './open-viewer.ts';

const ID = '01980000-0000-7000-8000-000000000008';
const FILES = 2000;
/** Elements that a page may have, however many files were changed. */
const MOST_ELEMENTS = 4000;

let viewer: OpenViewer;
let storage: SessionStorage;
let page: Page;

beforeAll(async () => {
  viewer = await openViewer(async (home) => {
    storage = fsStorage({ dir: home });
    await record();
    return { storage };
  });
  page = await viewer.page();
});
afterAll(() => viewer?.close());

/** Three steps on one file, and one that rewrites two thousand and a lock file. */
async function record(): Promise<void> {
  const header = { sessionId: ID, name: 'Change many files', harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'api' };
  await storage.create(header);
  const lines: string[] = [];
  const add = (type: string, data: JsonObject, call?: string): void => {
    const n = lines.length;
    lines.push(encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: 1_760_000_000_000_000 + n * 1_000_000, type, via: 'import', turn: 't1', ...(call !== undefined && { call }), data }));
  };
  const step = (call: string, title: string, ...changes: readonly JsonObject[]): void => {
    add('tool_call', { name: 'Edit', kind: 'edit', title }, call);
    for (const change of changes) add('file_diff', change, call);
    add('tool_result', { status: 'ok' }, call);
  };
  add('session_start', header);
  add('prompt', { text: 'Rotate the tokens', origin: 'human' });
  step('c1', 'Write the tokens', { path: '/w/src/tokens.ts', change: 'created', before: null, after: 'const first = 1;\nconst second = 2;\nconst third = 3;\n', hunks: [] });
  step('c2', 'Change the second', { path: '/w/src/tokens.ts', change: 'modified', hunks: [{ oldStart: 2, oldLines: 1, newStart: 2, newLines: 2, lines: ['-const second = 2;', '+const second = "two";', '+const half = 2.5;'] }] });
  step('c3', 'Change everything', ...Array.from({ length: FILES }, (_, index): JsonObject => ({
    path: `/w/src/file-${String(index).padStart(4, '0')}.ts`, change: 'modified', hunks: [{ oldStart: 10, oldLines: 2, newStart: 10, newLines: 2, lines: [' before', `-old ${index}`, `+new ${index}`] }],
  })), { path: '/w/package-lock.json', change: 'modified', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-"version": "1"', '+"version": "2"'] }] });
  add('session_stop', { outcome: 'success' });
  add('session_status', { status: 'completed' });
  for (let from = 0; from < lines.length; from += 1000) await storage.append(ID, lines.slice(from, from + 1000));
}

const history = () => page.getByRole('region', { name: /^History of .*tokens\.ts$/ });
const written = (): Promise<string[]> => history().locator('.ph-filehistory__row').evaluateAll((rows) => rows.map((row) => `${row.querySelector('button span')?.textContent ?? ''} ${row.querySelector('code')?.textContent ?? ''}`.trim()));
const elements = (): Promise<number> => page.evaluate(() => document.querySelectorAll('*').length);

test('the file of any moment is reached by keyboard, each line says which step wrote it, and leads there', async () => {
  await page.goto(`${viewer.url}/sessions/${ID}#e=r6&tab=diff`);
  const file = page.getByRole('article', { name: /tokens\.ts$/ });
  await file.getByText('const half = 2.5;').first().waitFor();
  await file.getByRole('button', { name: 'File history' }).focus();
  await page.keyboard.press('Enter');
  await history().getByRole('button', { name: 'Back to changes' }).waitFor();
  await expect.poll(written).toEqual(['#1 const first = 1;', '#2 const second = "two";', 'const half = 2.5;', '#1 const third = 3;']);
  const slider = history().getByRole('slider', { name: 'Changes of this file' });
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(written).toEqual(['#1 const first = 1;', 'const second = 2;', 'const third = 3;']);
  await page.keyboard.press('Home');
  await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('Before the first change');
  await page.keyboard.press('End');
  await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/^Modified at 00:0\d, 2 lines came, 1 went$/);

  const blame = history().getByRole('button', { name: /^#1 .*Line 1: Added\. Go to the step\.$/ });
  await blame.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('e=r3');
  await page.locator('[data-part=events] [aria-current=true], [data-part=events] [data-current=true]').getByText('tokens.ts').first().waitFor();
  await history().getByRole('button', { name: 'Back to changes' }).press('Enter');
  await page.getByRole('article', { name: /tokens\.ts$/ }).waitFor();
});

test('two thousand changed files scroll, few of them are in the page, and what tools made is folded', async () => {
  await page.goto('about:blank');
  await page.goto(`${viewer.url}/sessions/${ID}#e=r${8 + FILES}&tab=diff`);
  await page.getByRole('article', { name: /file-0000\.ts$/ }).getByText('new 0', { exact: true }).first().waitFor();
  const pane = page.locator('[role=tabpanel]:not([hidden]) .ph-scroll, [role=tabpanel].ph-scroll:not([hidden])').first();
  const last = page.getByRole('article', { name: /package-lock\.json$/ });
  for (let place = 1; place <= 10; place += 1) {
    await pane.evaluate((element, part) => { element.scrollTop = element.scrollHeight * part; }, place / 10);
    await expect.poll(() => page.locator('article.ph-diff').count()).toBeGreaterThan(0);
    expect(await elements()).toBeLessThan(MOST_ELEMENTS);
  }
  await expect.poll(async () => {
    await pane.evaluate((element) => { element.scrollTop = element.scrollHeight; });
    return last.count();
  }).toBe(1);
  expect(await last.textContent()).not.toContain('"version": "2"');
  await last.getByRole('button', { name: 'Load diff' }).press('Enter');
  await last.getByText('"version": "2"').first().waitFor();
  expect(viewer.complaints).toEqual([]);
});
