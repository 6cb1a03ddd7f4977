import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeRecord, type JsonObject, type ReviewDocument } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { openViewer, type OpenViewer } from './open-viewer.ts';

const ID = '01980000-0000-7000-8000-0000000000a3';
const NAME = 'Rotate tokens';
let viewer: OpenViewer;

beforeAll(async () => {
  viewer = await openViewer(() => ({ storage: memoryStorage() }));
});
afterAll(() => viewer?.close());

const events: readonly (readonly [type: string, data: JsonObject, call?: string])[] = [
  ['session_start', { sessionId: ID, name: NAME, harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'api' }],
  ['prompt', { text: 'Rotate refresh tokens', origin: 'human' }],
  ['tool_call', { name: 'Edit', kind: 'edit', title: '/w/src/tokens.ts' }, 'c1'],
  ['file_diff', { path: '/w/src/tokens.ts', change: 'modified', hunks: [{ oldStart: 40, oldLines: 3, newStart: 40, newLines: 3, lines: [' export function rotate(token) {', '-  return sign(token)', '+  return signAgain(token)', ' }'] }] }, 'c1'],
  ['tool_result', { status: 'ok' }, 'c1'],
  ['session_stop', { outcome: 'success' }], ['session_status', { status: 'completed' }],
];
const log = (): string => events.map(([type, data, call], n) => `${encodeRecord({ id: `a3-${n}`, p: 'a3', e: 0, n, at: 1_760_000_000_000_000 + n * 1_000_000, type, via: 'sdk', turn: 't1', ...(call !== undefined && { call }), data })}\n`).join('');

/** The recording as somebody sees it who opens the file in a browser of their own, reviewing under a name. */
async function opened(author: string): Promise<Page> {
  const page = await viewer.page();
  await openFile(page);
  await page.keyboard.press('7'); // an opened file hears keys at once
  await page.getByRole('tab', { name: /^Notes/, selected: true }).waitFor();
  await page.getByRole('textbox', { name: 'Reviewing as' }).fill(author);
  await page.keyboard.press('Enter');
  await page.keyboard.press('2'); // and again after the name
  await page.getByRole('tab', { name: /^Diff/, selected: true }).waitFor();
  return page;
}

async function openFile(page: Page): Promise<void> {
  const path = join(viewer.home, 'session.jsonl');
  writeFileSync(path, log());
  await page.goto(`${viewer.url}/sessions`);
  await page.locator('input[type=file]').first().setInputFiles(path);
  await page.getByRole('heading', { name: NAME }).waitFor();
}

const onLines = (page: Page) => page.locator('[data-part=diff] .ph-diff__note [data-anchor]');

/** Notes the first changed line, as it was or as it is. */
async function noteOnLine(page: Page, side: 'old' | 'new', text: string): Promise<void> {
  await page.locator('[data-part=diff] [data-ph-note-line]').first().waitFor({ state: 'attached' });
  await page.locator('[data-part=diff] [data-ph-note-line]').click({ force: true });
  await page.getByRole('textbox', { name: 'Note on line 41: return sign(token)' }).waitFor();
  if (side === 'new') await page.keyboard.press('Alt+ArrowDown');
  await page.getByRole('textbox', { name: `Note on line 41: return sign${side === 'old' ? '' : 'Again'}(token)` }).fill(text);
  await page.keyboard.press('Control+Enter');
  await onLines(page).getByText(text).waitFor();
}

test('what Ada exports in her browser Bob imports in his: both stand on their lines, and stay there when the file is opened again', async () => {
  const ada = await opened('Ada');
  await noteOnLine(ada, 'new', 'This breaks the used-token check.');
  await ada.getByRole('tab', { name: /^Notes/ }).click();
  await ada.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([ada.waitForEvent('download'), ada.getByRole('menuitem', { name: 'JSON' }).click()]);
  const file = join(viewer.home, 'ada.json');
  await download.saveAs(file);
  await ada.context().close();

  const bob = await opened('Bob');
  await noteOnLine(bob, 'old', 'This was fine.');
  await bob.getByRole('tab', { name: /^Notes/ }).click();
  const choosing = bob.waitForEvent('filechooser');
  await bob.getByRole('button', { name: 'Import review…' }).click();
  await (await choosing).setFiles(file);
  await bob.getByText('1 entry added.').waitFor();

  // The same once more, dropped: the notes take it, and not the page, which opens recordings.
  const text = readFileSync(file, 'utf8');
  const transfer = await bob.evaluateHandle((json) => {
    const held = new DataTransfer();
    held.items.add(new File([json], 'ada.json', { type: 'application/json' }));
    return held;
  }, text);
  await bob.dispatchEvent('[data-part=notes]', 'dragover', { dataTransfer: transfer });
  expect(await bob.getByText('Drop recordings to open them').count()).toBe(0);
  await bob.dispatchEvent('[data-part=notes]', 'drop', { dataTransfer: transfer });
  await bob.getByText('Nothing new: all that this review says is here already.').waitFor();

  const review = JSON.parse(text) as ReviewDocument; // what the page promises
  const other = join(viewer.home, 'other.json');
  writeFileSync(other, JSON.stringify({ ...review, session: { ...review.session, sessionId: 'other', name: 'Fix the build' } }));
  await bob.locator('[data-part=notes] input[type=file]').setInputFiles(other);
  await bob.getByText(`The review is about another session: “Fix the build” (other), and this one is “${NAME}” (${ID}).`).waitFor();

  const bothStand = async (): Promise<void> => {
    await onLines(bob).nth(1).waitFor();
    expect(await onLines(bob).evaluateAll((threads) => threads.map((thread) => [thread.getAttribute('data-anchor'), thread.querySelector('.ph-note__h b')?.textContent, thread.querySelector('.ph-note__b')?.textContent]))).toEqual([
      ['found', 'Bob', 'This was fine.'], ['found', 'Ada', 'This breaks the used-token check.'],
    ]);
    expect(await onLines(bob).locator('.ph-note__h').allTextContents()).toEqual([expect.not.stringContaining('Imported'), expect.stringContaining('Imported by Bob from ada.json')]);
  };
  await bob.getByRole('tab', { name: /^Diff/ }).click();
  await bothStand();
  await openFile(bob);
  await bob.getByRole('tab', { name: /^Diff/ }).click();
  await bothStand();
  expect(viewer.complaints).toEqual([]);
}, 120_000);
