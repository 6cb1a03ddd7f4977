import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { encodeRecord, type JsonObject } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { recordSkillSessions } from '../../packages/replay-core/src/test-support/skill-sessions.ts';
import { openViewer, type OpenViewer } from './open-viewer.ts';

let viewer: OpenViewer;
let page: Page;
/** What the page sent anywhere but to read the app and the list. */
let sent: string[] = [];

beforeAll(async () => {
  viewer = await openViewer(() => ({ storage: memoryStorage() }));
});
beforeEach(async () => {
  page = await viewer.page();
  sent = [];
  page.on('request', (request) => { if (request.method() !== 'GET' || !request.url().startsWith(viewer.url)) sent.push(`${request.method()} ${request.url()}`); });
  await page.goto(`${viewer.url}/sessions`);
  return () => page.close();
});
afterAll(() => viewer?.close());

function log(sessionId: string, name: string, ...more: readonly (readonly [type: string, data: JsonObject])[]): string {
  const events: readonly (readonly [type: string, data: JsonObject])[] = [
    ['session_start', { sessionId, name, harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'api' }], ['prompt', { text: `Prompt of ${name}`, origin: 'human' }],
    ...more, ['session_stop', { outcome: 'success' }], ['session_status', { status: 'completed' }],
  ];
  return events.map(([type, data], n) => `${encodeRecord({ id: `${sessionId}-${n}`, p: sessionId, e: 0, n, at: 1_760_000_000_000_000 + n * 1_000_000, type, via: 'sdk', data })}\n`).join('');
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(viewer.home, name);
  writeFileSync(path, content);
  return path;
}

/** Drags files over the page and lets them fall there, as a hand would. */
async function drop(paths: readonly string[], look?: () => Promise<void>): Promise<void> {
  const files = paths.map((path) => ({ name: path.slice(viewer.home.length + 1), text: readFileSync(path, 'base64') }));
  const transfer = await page.evaluateHandle((given) => {
    const held = new DataTransfer();
    for (const { name, text } of given) held.items.add(new File([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))], name));
    return held;
  }, files);
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await look?.();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

test('a recording that is dropped on the list is replayed, and nothing is uploaded', async () => {
  const path = write('dropped.jsonl', log('s1', 'Dropped session', ['terminal_command', { command: 'npm test', tool: 'Bash' }]));
  await page.getByRole('button', { name: 'Open a file' }).waitFor();
  await drop([path], async () => {
    await page.getByText('Drop recordings to open them').waitFor();
    await page.getByText('They are read on this machine. Nothing is uploaded.').waitFor();
  });
  await page.getByRole('heading', { name: 'Dropped session' }).waitFor();
  await page.getByRole('feed', { name: 'Events' }).getByText('npm test').first().waitFor();
  await page.getByText('Read on this machine, not uploaded').waitFor();
  expect(await page.getByText('Drop recordings to open them').count()).toBe(0);
  expect(await page.title()).toBe('dropped.jsonl · Playhead');
  await page.goBack();
  await page.getByRole('heading', { name: 'Sessions' }).waitFor();
  await page.goForward();
  await page.getByRole('heading', { name: 'Dropped session' }).waitFor();
  expect(sent).toEqual([]);
  expect(viewer.complaints).toEqual([]);
});

test('the button opens a file by the keyboard alone', async () => {
  const choosing = page.waitForEvent('filechooser');
  const path = write('packed.jsonl.gz', gzipSync(log('s2', 'Packed session')));
  await page.getByRole('button', { name: 'Open a file' }).waitFor();
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.textContent)) === 'Open a file') break;
  }
  await page.keyboard.press('Enter');
  const chooser = await choosing;
  expect(chooser.isMultiple()).toBe(true);
  await chooser.setFiles(path);
  await page.getByRole('heading', { name: 'Packed session' }).waitFor();
  expect(viewer.complaints).toEqual([]);
});

test('files of one session are one replay; of several a list, that says what was not opened', async () => {
  const whole = log('s3', 'Halved session', ['terminal_command', { command: 'first half', tool: 'Bash' }], ['terminal_command', { command: 'second half', tool: 'Bash' }]).trimEnd().split('\n');
  const id = '01980000-0000-7000-8000-000000000003';
  const halves = [write(`b_${id}.jsonl`, whole.slice(3).join('\n')), write(`a_${id}.jsonl`, whole.slice(0, 3).join('\n').replaceAll('"s3"', `"${id}"`))];
  await page.getByRole('button', { name: 'Open a file' }).waitFor();
  await drop(halves);
  await page.getByRole('heading', { name: 'Halved session' }).waitFor();
  const feed = page.getByRole('feed', { name: 'Events' });
  await feed.getByText('first half').first().waitFor();
  await feed.getByText('second half').first().waitFor();
  await drop([...halves, write('other.jsonl', log('s4', 'Other session')), write('page.html', '<!doctype html><p>No</p>')]);
  await page.getByText('“page.html” is a web page, not a recording', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'Other session' }).click();
  await page.getByRole('heading', { name: 'Other session' }).waitFor();
  await page.getByRole('button', { name: 'All opened files' }).click();
  await page.getByRole('link', { name: 'Halved session' }).waitFor();
  expect(viewer.complaints).toEqual([]);
});

test('a folder is listed without a server, searched and narrowed, whatever else lies in it', async () => {
  mkdirSync(join(viewer.home, 'data/sessions/2026'), { recursive: true });
  write('data/index.jsonl', '{"complete":"x"}\n');
  write('data/notes.txt', 'no recording');
  write('data/sessions/one.jsonl', log('f1', 'First of a folder'));
  write('data/sessions/one.annotations.jsonl', '{"id":"a"}\n');
  write('data/sessions/2026/two.jsonl', log('f2', 'Second of a folder'));
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a folder' }).click();
  await (await chosen).setFiles(join(viewer.home, 'data'));
  await page.getByRole('link', { name: 'First of a folder' }).waitFor();
  await page.getByRole('link', { name: 'Second of a folder' }).waitFor();
  expect(await page.getByText('was not opened').count()).toBe(0);
  await page.getByRole('searchbox').fill('second');
  await page.getByRole('link', { name: 'First of a folder' }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Second of a folder' }).click();
  await page.getByText('Prompt of Second of a folder').first().waitFor();
  expect(sent).toEqual([]);
});

test('a folder without a server has statistics, and a catalog with a version against the one before, that lead to its sessions', async () => {
  const storage = fsStorage({ dir: join(viewer.home, 'skills') });
  await recordSkillSessions(storage);
  await storage.close();
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a folder' }).click();
  await (await chosen).setFiles(join(viewer.home, 'skills'));
  const shown = page.getByRole('group', { name: 'Shown' });
  await shown.getByRole('button', { name: 'Statistics' }).click();
  const sessions = page.getByRole('group', { name: 'Sessions', exact: true });
  await sessions.getByText('50 ended').waitFor();
  await page.getByRole('combobox', { name: 'Project' }).selectOption('site');
  await sessions.getByText('10 ended').waitFor();
  await shown.getByRole('button', { name: 'Catalog' }).click();
  await page.getByRole('combobox', { name: 'Project' }).selectOption('');
  await page.getByRole('table', { name: 'Skills' }).getByRole('button', { name: 'review' }).click();
  await page.getByText(/^1\.1 is worse than 1\.0: .*first turn accepted/).waitFor();
  await page.getByRole('button', { name: 'Session 49' }).click();
  await page.getByRole('heading', { name: 'Session 49' }).waitFor();
  await page.getByRole('button', { name: 'All opened files' }).click();
  await page.getByText(/^1\.1 is worse than 1\.0/).or(page.getByRole('table', { name: 'Skills' })).first().waitFor();
  expect(sent).toEqual([]);
});

test('a file that is no recording says what it is, and another one can be chosen in its place', async () => {
  await page.getByRole('button', { name: 'Open a file' }).waitFor();
  await drop([write('notes.txt', 'Dear diary')]);
  await page.getByRole('alert').getByText('“notes.txt” is not a recording', { exact: false }).waitFor();
  await drop([write('good.jsonl', log('s5', 'A good one'))]);
  await page.getByRole('heading', { name: 'A good one' }).waitFor();
  expect(viewer.complaints).toEqual([]);
});

/** Waits until all of a long session is there, its end too. */
async function wholeSession(): Promise<void> {
  const feed = page.getByRole('feed', { name: 'Events' });
  await feed.getByText('Answer 0').first().waitFor();
  await page.getByRole('progressbar', { name: 'Loading the session' }).waitFor({ state: 'detached' });
  await page.getByRole('slider', { name: 'Session timeline' }).press('End');
  await feed.getByText('Answer 359').first().waitFor();
}

/** Longer than what is read in brief. */
function longLog(name: string): string {
  const output = 'a line of what it printed, and more\n'.repeat(1400);
  return log('s9', name, ...Array.from({ length: 360 }, (_, n) => ['assistant_text', { text: `Answer ${n}: ${output}` }] as const));
}

test('a long file is read by a worker while the page answers, which ends with the replay', async () => {
  const workers: Worker[] = [];
  let ended = 0;
  page.on('worker', (worker) => {
    workers.push(worker);
    worker.on('close', () => { ended += 1; });
  });
  await page.getByRole('button', { name: 'Open a file' }).waitFor();
  await page.locator('input[type=file]').first().setInputFiles(write('long.jsonl', longLog('Long session')));
  await page.getByRole('heading', { name: 'Long session' }).waitFor();
  await wholeSession();
  expect(workers.map((worker) => worker.url())).toEqual([expect.stringMatching(/\/assets\/file-worker-[\w-]+\.js$/)]);
  await expect.poll(() => ended).toBe(1);
  expect(viewer.complaints).toEqual([]);
});

test('leaving a long file while it is read ends its worker', async () => {
  const begun = page.waitForEvent('worker');
  await page.getByRole('button', { name: 'Open a file' }).waitFor();
  await page.locator('input[type=file]').first().setInputFiles(write('left.jsonl', longLog('Left session')));
  await begun;
  await page.goBack();
  await page.getByRole('heading', { name: 'Sessions' }).waitFor();
  await expect.poll(() => page.workers().length).toBe(0);
  expect(viewer.complaints).toEqual([]);
});

test.each([['there are no workers', 'delete window.Worker'], ['a policy forbids them', "window.Worker = class extends Worker { constructor() { super('https://elsewhere.invalid/worker.js'); } }"], ['the worker breaks down', "window.Worker = class extends Worker { constructor() { super('/assets/no-such-worker.js', { type: 'module' }); } }"]])('where %s the page reads a long file itself', async (_name, before) => {
  await page.addInitScript(before);
  await page.reload();
  await page.getByRole('button', { name: 'Open a file' }).waitFor();
  await page.locator('input[type=file]').first().setInputFiles(write('fallback.jsonl', longLog('Fallback session')));
  await wholeSession();
  viewer.complaints.length = 0; // that there was no worker, which is what the browser was made to say
});
