import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeRecord, type JsonObject, type ReviewDocument, type SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { playhead } from '../../packages/cli/test/support.ts';
import { openViewer, type OpenViewer } from './open-viewer.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const STEPS = 5000;
/** The step whose test fails; the one before it changed the file. */
const FAILING = 3000;
/** Presses of the whole walk; the text of the note counts as one. */
const MOST_PRESSES = 25;

let viewer: OpenViewer;
let storage: SessionStorage;

beforeAll(async () => {
  viewer = await openViewer((home) => {
    storage = fsStorage({ dir: join(home, 'data') });
    return { storage };
  });
});
afterAll(() => viewer?.close());

/** Records the session as one import does: another import gives the same keys and other ids. */
async function imported(copy: string): Promise<void> {
  const header = { sessionId: ID, name: 'Rotate tokens', harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'api' };
  await storage.create(header);
  let n = 0;
  const lines: string[] = [];
  const add = (type: string, data: JsonObject, call?: string): void => {
    lines.push(encodeRecord({ id: `${copy}-${n}`, p: copy, e: 0, n, at: 1_760_000_000_000_000 + n * 100_000, type, via: 'import', key: `source:${n}`, turn: 't1', ...(call !== undefined && { call }), data }));
    n += 1;
  };
  add('session_start', header);
  add('prompt', { text: 'Rotate refresh tokens', origin: 'human' });
  for (let step = 0; step < STEPS; step++) {
    const call = `c${step}`;
    if (step === FAILING - 1) {
      add('tool_call', { name: 'Edit', kind: 'edit', title: '/w/src/tokens.ts' }, call);
      add('file_diff', { path: '/w/src/tokens.ts', change: 'modified', hunks: [{ oldStart: 40, oldLines: 3, newStart: 40, newLines: 3, lines: [' export function rotate(token) {', '-  return sign(token)', '+  return signAgain(token)', ' }'] }] }, call);
      add('tool_result', { status: 'ok' }, call);
    } else if (step === FAILING) {
      add('terminal_command', { command: 'npm test', tool: 'Bash' }, call);
      add('terminal_output', { text: 'FAIL tokens.test.ts: expected 401\n', exitCode: 1 }, call);
      add('test_result', { framework: 'vitest', passed: 60, failed: 1, cases: [{ name: 'rejects a used token', status: 'failed' }] }, call);
      add('tool_result', { status: 'failed' }, call);
    } else {
      add('terminal_command', { command: `cat src/file-${step}.ts`, tool: 'Bash' }, call);
      add('terminal_output', { text: `file ${step}\n`, exitCode: 0 }, call);
      add('tool_result', { status: 'ok' }, call);
    }
  }
  add('session_stop', { outcome: 'failed' });
  add('session_status', { status: 'completed' });
  for (let from = 0; from < lines.length; from += 2000) await storage.append(ID, lines.slice(from, from + 2000));
}

/** Until all of the session was read, and it is seen that something failed. */
const errorsKnown = (page: Page): Promise<void> => page.getByText(/^\d+ errors?$/).first().waitFor();
const note = (page: Page) => page.locator('[data-part=diff] .ph-diff__note [data-anchor]');

test('a reviewer finds the failing test of a long session, notes a line, rates, clears the queue and exports by keyboard, and an import keeps the note on its line', async () => {
  await imported('first');
  const page = await viewer.page();
  let presses = 0;
  const press = async (key: string): Promise<void> => {
    presses += 1;
    await page.keyboard.press(key);
  };
  await page.goto(`${viewer.url}/sessions/${ID}#t=0`);
  await errorsKnown(page);

  await press('n');
  await page.locator('[role=slider][aria-valuetext*="npm test"]').first().waitFor();
  await press('1');
  await page.locator('[data-part=terminal]').getByText('expected 401').first().waitFor();
  await press('2');
  await page.locator('[data-part=diff]').getByText('signAgain').first().waitFor();
  await page.locator('[data-part=diff] [data-ph-note-line]').first().waitFor({ state: 'attached' });
  await press('m');
  const field = page.getByRole('textbox', { name: /^Note on line 41: / });
  await field.waitFor();
  await press('Alt+ArrowDown');
  await page.getByRole('textbox', { name: 'Note on line 41: return signAgain(token)' }).waitFor();
  presses += 1;
  await page.keyboard.type('This breaks the used-token check.');
  await press('Control+Enter');
  await note(page).getByText('This breaks the used-token check.').waitFor();
  await press('-');

  await press('r');
  const open = page.locator('[data-part=review-queue] [data-state=open]');
  await open.first().waitFor();
  for (let left = await open.count(); left > 0; left = await open.count()) {
    await page.locator('[data-part=review-queue] [data-current=true] :focus, [data-part=review-queue] [data-current=true]:focus').first().waitFor();
    await press('d');
    await expect.poll(() => open.count()).toBeLessThan(left);
  }

  await press('e');
  await page.getByRole('menu', { name: 'Export' }).waitFor();
  await press('ArrowDown');
  const [download] = await Promise.all([page.waitForEvent('download'), press('Enter')]);
  const file = join(viewer.home, 'review.json');
  await download.saveAs(file);
  const review = JSON.parse(readFileSync(file, 'utf8')) as ReviewDocument; // what the page promises
  expect(review).toMatchObject({ schemaVersion: 1, ratings: [{ rating: 'wrong' }], threads: [{ state: 'found', anchor: { path: '/w/src/tokens.ts', side: 'new', line: 41, quote: '  return signAgain(token)' } }] });
  expect(review.markers.length).toBeGreaterThan(0);

  await press('Home'); // the queue led elsewhere
  await press('n');
  await press('2');
  await note(page).waitFor();
  await press('F5');
  await page.reload(); // a headless browser has no key for it
  await note(page).getByText('This breaks the used-token check.').waitFor();
  expect(presses).toBeLessThanOrEqual(MOST_PRESSES);

  await storage.delete(ID);
  await imported('second');
  const { code, err } = await playhead(['sessions', 'review', ID, '--add', file, '--dir', join(viewer.home, 'data')]);
  expect([code, err]).toEqual([0, expect.stringContaining(`${review.annotations.length} added`)]);
  const again = await storage.annotations(ID);
  expect(again).toHaveLength(review.annotations.length);
  await page.goto(`${viewer.url}/sessions`);
  await page.goto(`${viewer.url}/sessions/${ID}#t=0`);
  await errorsKnown(page);
  await page.keyboard.press('n');
  await page.keyboard.press('2');
  await note(page).getByText('This breaks the used-token check.').waitFor();
  expect(await note(page).first().getAttribute('data-anchor')).toBe('found');
}, 240_000);
