import type { Annotation } from '@playhead/protocol';
import { fromHash } from '@playhead/replay-core';
import { beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import { SessionReplay } from '../src/index.ts';
import '../src/styles.css';
import { hunk } from '../src/test-support/hunk.ts';
import { openReplay, type Line } from '../src/testing/build-session.ts';

/** An edit, a lint run that fails, the test run that fails because of the edit, its repair and an answer. */
const lines: readonly Line[] = [
  { type: 'prompt', data: { text: 'Refuse a token that was used', origin: 'human' } },
  { type: 'tool_call', data: { name: 'Edit', kind: 'edit', title: 'src/token.ts' }, call: 'c1' },
  { type: 'file_diff', data: { path: 'src/token.ts', change: 'modified', hunks: [hunk(41, 41, ' const row = await find(hash);', '-if (row.used) return refuse();', '+if (row.expired) return refuse();')] as never }, call: 'c1' }, // a hunk is JSON, though an interface has no index
  { type: 'tool_result', data: { status: 'ok' }, call: 'c1' },
  { type: 'terminal_command', data: { command: 'npm run lint', tool: 'Bash' }, call: 'c2' },
  { type: 'terminal_output', data: { text: 'no-unused-vars\r\n', exitCode: 2 }, call: 'c2' },
  { type: 'tool_result', data: { status: 'failed' }, call: 'c2' },
  { type: 'assistant_text', data: { text: 'Lint is unhappy, the tests may not be.' } },
  { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c3' },
  { type: 'terminal_output', data: { text: '\u001b[31mexpected 200 to be 401\u001b[0m\r\n', exitCode: 1 }, call: 'c3' },
  { type: 'test_result', data: { framework: 'vitest', failed: 1, passed: 12, cases: [{ name: 'refuses a used token', suite: 'token', status: 'failed', message: 'expected 200 to be 401' }] }, call: 'c3' },
  { type: 'tool_result', data: { status: 'failed' }, call: 'c3' },
  { type: 'tool_call', data: { name: 'Edit', kind: 'edit', title: 'src/mail.ts' }, call: 'c4' },
  { type: 'file_diff', data: { path: 'src/mail.ts', change: 'modified', hunks: [hunk(1, 1, '-later', '+sooner')] as never }, call: 'c4' }, // as above
  { type: 'tool_result', data: { status: 'ok' }, call: 'c4' },
  { type: 'final_output', data: { format: 'markdown', content: 'Used tokens are refused.' } },
];

/** Heavy parts are loaded when they are shown, on a busy machine slowly. */
const PATIENT = { timeout: 30_000 };

beforeEach(async () => {
  await page.viewport(1440, 900);
  // A page that hosts the replay hears of layouts that go round in circles as of any other error.
  const errors: string[] = [];
  const hear = ({ message }: ErrorEvent): void => void errors.push(message);
  addEventListener('error', hear);
  return () => {
    removeEventListener('error', hear);
    expect(errors).toEqual([]);
  };
});

test('a reader finds the failing test, its change, its terminal and a link to it in at most twelve key presses', async () => {
  const copied: string[] = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
    copied.push(text);
    return Promise.resolve();
  });
  const store = await openReplay(lines);
  await render(<SessionReplay store={store} defaultTab="output" style={{ height: '100vh' }} />);
  const said = (words: RegExp | string): Promise<void> => expect.poll(() => live.textContent, PATIENT).toMatch(words);
  const panel = (): string => document.querySelector('[role=tabpanel]')?.textContent ?? '';
  const value = (): string | null | undefined => document.querySelector('[role=slider]')?.getAttribute('aria-valuetext');
  const tab = (name: RegExp): HTMLElement => page.getByRole('tablist', { name: 'Inspector' }).getByRole('tab', { name }).element() as HTMLElement; // a tab is an HTML element
  await expect.element(page.getByRole('feed', { name: 'Events' }), PATIENT).toBeVisible();
  const live = page.getByRole('status').first().element();
  expect(live.getAttribute('aria-live')).toBe('polite');
  expect(document.querySelectorAll('[aria-live=assertive], [role=alert]')).toHaveLength(0);
  let presses = 0;
  const press = async (key: string): Promise<void> => {
    presses += 1;
    await userEvent.keyboard(key);
  };

  await press('{Tab}');
  expect(document.querySelector('[data-ph]')?.contains(document.activeElement)).toBe(true);
  await press('{Home}');
  await expect.poll(value, PATIENT).toBe('00:00, step 1 of 17, Session started: Add JWT auth');
  await press('n');
  await said(/^Error 1 of 2: Bash: npm run lint$/);
  await press('n');
  await said(/^Error 2 of 2: Tests: npm test$/);
  expect(page.getByRole('slider', { name: 'Session timeline' }).element().getAttribute('aria-valuetext')).toBe('00:10, step 11 of 17, Tests: npm test, failed');
  const failing = page.getByRole('article', { name: /^00:09, Tests, npm test, .*1 failed, 12 passed/ }).element();
  expect(failing.getAttribute('aria-current')).toBe('true');
  expect([failing.getAttribute('aria-posinset'), failing.getAttribute('aria-setsize')]).toEqual(['6', '8']);
  await expect.element(page.getByRole('article', { name: /^00:09, Tests/ })).toBeInViewport();

  await press('4');
  await expect.poll(panel, PATIENT).toContain('refuses a used token');
  expect(tab(/^Tests/).getAttribute('aria-selected')).toBe('true');
  await press('2');
  await expect.poll(panel, PATIENT).toContain('if (row.expired) return refuse();');
  expect(tab(/^Diff/).getAttribute('aria-selected')).toBe('true');
  expect(panel(), 'a change after the failing test').not.toContain('src/mail.ts');
  await press('1');
  await expect.poll(panel, PATIENT).toContain('expected 200 to be 401');
  expect(tab(/^Terminal/).getAttribute('aria-selected')).toBe('true');
  expect(document.querySelector('[role=tabpanel]')?.getAttribute('aria-labelledby')).toBe(tab(/^Terminal/).id);
  expect(value()).toBe('00:10, step 11 of 17, Tests: npm test, failed');
  await press('y');
  await said('Link copied');
  expect(copied).toHaveLength(1);
  expect(fromHash(new URL(copied[0] ?? '').hash)).toEqual({ e: 'r10', tab: 'terminal' });
  expect(presses).toBeLessThanOrEqual(12);
}, 120_000);

test('a reviewer notes a stretch of time, decides in the queue, adds a chapter and reads statistics by keyboard alone', async () => {
  const heard: Annotation[] = [];
  const store = await openReplay(lines);
  await render(<SessionReplay store={store} defaultAnnotations={[]} author="ada" onAnnotate={(annotation) => heard.push(annotation)} style={{ height: '100vh' }} />);
  await expect.element(page.getByRole('feed', { name: 'Events' }), PATIENT).toBeVisible();
  const focused = (): string => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '';
  /** Goes on with Tab until the focus is where it is wanted. */
  const tabTo = async (name: RegExp): Promise<void> => {
    for (let presses = 0; presses < 80 && !name.test(focused()); presses += 1) await userEvent.keyboard('{Tab}');
    expect(focused()).toMatch(name);
  };
  const types = (): readonly string[] => heard.map(({ type }) => type);

  await tabTo(/^Session timeline$/);
  await userEvent.keyboard('{Home}{Enter}');
  await expect.element(page.getByRole('slider', { name: 'Range end' }), PATIENT).toBeVisible();
  await userEvent.keyboard('m');
  const field = page.getByRole('textbox', { name: /^Note on 00:00 to / });
  await expect.poll(() => document.activeElement === field.query(), PATIENT).toBe(true);
  await userEvent.keyboard('All of this{Control>}{Enter}{/Control}');
  await expect.poll(types, PATIENT).toEqual(['note']);
  expect(heard[0]?.data['anchor']).toMatchObject({ on: 'range', eventId: 'r0' });

  await userEvent.keyboard('{Escape}r');
  await expect.poll(() => document.querySelector('[data-part=review-queue] [data-current=true]')?.contains(document.activeElement), PATIENT).toBe(true);
  await userEvent.keyboard('d');
  await expect.poll(types, PATIENT).toEqual(['note', 'marker']);

  (document.querySelector('[role=treeitem][tabindex="0"]') as HTMLElement).focus(); // where Tab leads from the list before it
  await tabTo(/^Chapter$/);
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => document.activeElement?.tagName, PATIENT).toBe('INPUT');
  await userEvent.keyboard('The repair{Enter}');
  await expect.poll(types, PATIENT).toEqual(['note', 'marker', 'chapter']);
  await expect.element(page.getByRole('treeitem', { name: /The repair/ }), PATIENT).toBeVisible();

  const selected = page.getByRole('tablist', { name: 'Inspector' }).getByRole('tab', { selected: true }).element() as HTMLElement; // a tab is an HTML element
  selected.focus();
  await userEvent.keyboard('{ArrowRight}{Enter}');
  await expect.element(page.getByRole('tab', { name: 'Statistics', selected: true }), PATIENT).toBeVisible();
  await expect.poll(() => document.querySelectorAll('[data-part=stats] table').length, PATIENT).toBeGreaterThan(0);
}, 120_000);
