import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claudeHarness } from '@playhead/hooks-claude';
import { createSessionRecording } from '@playhead/recorder';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { openViewer, type OpenViewer } from './open-viewer.ts';

const fixtures = resolve(import.meta.dirname, '../../packages/hooks-claude/fixtures');
const SESSION = 'eb2f7f10-0000-4000-8000-';
const SESSIONS = 40;

let viewer: OpenViewer;

/** The folder of somebody who has used Claude Code for a while and starts Playhead for the first time. */
function historyOf(projects: string): void {
  cpSync(join(fixtures, 'jwt-auth', 'transcripts'), projects, { recursive: true });
  mkdirSync(join(projects, '-work-old'), { recursive: true });
  for (let number = 0; number < SESSIONS; number += 1) {
    const id = `${SESSION}${String(number).padStart(12, '0')}`;
    const row = (type: string, uuid: string, content: unknown): string => JSON.stringify({ type, uuid: `${id}-${uuid}`, parentUuid: null, sessionId: id, cwd: '/work/old', version: '2.1.329', timestamp: new Date(1_760_000_000_000 + number * 60_000).toISOString(), promptId: 'p1', message: { id: `${id}-${uuid}`, role: type, model: 'claude-x', content } });
    writeFileSync(join(projects, '-work-old', `${id}.jsonl`), `${row('user', 'u', `Old prompt ${number}`)}\n${row('assistant', 'a', [{ type: 'text', text: `Old answer ${number}. ${'x'.repeat(50_000)}` }])}\n`);
  }
}

beforeAll(async () => {
  viewer = await openViewer((home) => {
    historyOf(join(home, '.claude/projects'));
    const dir = join(home, 'data');
    return { storage: fsStorage({ dir }), recordingOf: createSessionRecording({ dir }), harnesses: [claudeHarness], histories: { env: { HOME: home } } };
  });
});
afterAll(() => viewer?.close());

test('from the first start to a replay of the own history it takes two clicks', async () => {
  const page = await viewer.page();
  let clicks = 0;
  await page.exposeFunction('countClick', () => { clicks += 1; });
  await page.addInitScript(() => addEventListener('click', () => void (globalThis as unknown as { countClick: () => void }).countClick(), { capture: true })); // exposed above
  await page.goto(`${viewer.url}/sessions`);
  await page.getByText(`Claude Code kept ${SESSIONS + 1} sessions on this machine`).waitFor();
  await page.getByRole('button', { name: `Import ${SESSIONS + 1} sessions` }).click();
  await page.getByRole('link', { name: 'Add JWT auth with refresh token' }).click();
  await page.getByRole('heading', { name: 'Add JWT auth with refresh token' }).waitFor();
  await page.getByText('npm test').first().waitFor();
  await expect.poll(() => clicks).toBe(2);
  await page.goBack();
  await page.getByText(`of ${SESSIONS + 1} sessions`).waitFor();
  expect(viewer.complaints).toEqual([]);
  await page.close();
});

test('the second start shows what is there and offers nothing', async () => {
  const page = await viewer.page();
  await page.goto(`${viewer.url}/sessions`);
  await page.getByText(`of ${SESSIONS + 1} sessions`).waitFor();
  expect(await page.getByRole('button', { name: /^Import/ }).count()).toBe(0);
  expect(readFileSync(join(viewer.home, '.claude/projects/-work-old', `${SESSION}${'0'.repeat(12)}.jsonl`), 'utf8')).toContain('Old prompt 0');
  expect(viewer.complaints).toEqual([]);
  await page.close();
});
