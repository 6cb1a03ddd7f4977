import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claudeHarness } from '@playhead/hooks-claude';
import type { JsonObject, SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { readCapture, type CapturedPayload } from '../../packages/cli/src/demo/capture.ts';
import { sendCapture } from '../../packages/cli/src/demo/send-capture.ts';
import { openViewer, type OpenViewer } from './open-viewer.ts';

const PROMPTS = [
  'Add JWT auth with refresh token',
  'Yes, close that gap: rotate the refresh token on every use and end the session when an old one comes back.',
  'Nice. How expensive is checking a token? Make a small chart for the pull request, update the README and commit.',
] as const;
const JWT = 'src/auth/jwt.js';
/** What each step of the reviewer was about, in order. */
const REVIEW = ['git diff HEAD --stat', 'src/auth/jwt.js', 'src/auth/sessions.js', '[!=]==', 'saveRefresh|findRefresh', 'npm test 2>&1 | tail -6'] as const;
/** After how many payloads the page is opened: with the prompt, before any call. */
const HEAD = 3;

let viewer: OpenViewer;
let page: Page;
let storage: SessionStorage;
let entries: readonly CapturedPayload[];

beforeAll(async () => {
  viewer = await openViewer((home) => {
    storage = fsStorage({ dir: join(home, 'data') });
    return { storage, harnesses: [claudeHarness] };
  });
  page = await viewer.page({ viewport: { width: 1400, height: 900 } });
  entries = readCapture(resolve(import.meta.dirname, '../../packages/cli/demo/jwt-auth'), join(viewer.home, 'claude'));
});
afterAll(() => viewer?.close());

/** After which payload, counted from 1, the page is looked at: the nth of an event that holds a text or a field. */
function after(event: string, what: string | JsonObject, nth = 0): number {
  const holds = (payload: JsonObject): boolean => (typeof what === 'string'
    ? JSON.stringify(payload).includes(JSON.stringify(what).slice(1, -1))
    : Object.entries(what).every(([key, value]) => payload[key] === value));
  const found = entries.flatMap(({ payload }, index) => (payload['hook_event_name'] === event && holds(payload) ? [index + 1] : []));
  const count = found[nth];
  if (count === undefined || count <= HEAD) throw new Error(`The capture has no ${event} number ${nth} with ${JSON.stringify(what)} after its head.`);
  return count;
}

const row = (...texts: readonly (string | RegExp)[]): Locator =>
  texts.reduce<Locator>((rows, hasText) => rows.filter({ hasText }), page.getByRole('feed', { name: 'Events' }).getByRole('article'));

async function open(tab: 'Diff' | 'Tests' | 'Output'): Promise<Locator> {
  await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
  return page.getByRole('tabpanel', { name: new RegExp(`^${tab}`) });
}

const status = async (locator: Locator): Promise<string | null> => {
  await locator.waitFor();
  expect(await locator.count()).toBe(1);
  return locator.getAttribute('data-status');
};

async function seesPrompt(text: string): Promise<void> {
  const prompt = row(text).and(page.locator('[data-kind=prompt]'));
  await prompt.waitFor();
  expect(await prompt.count()).toBe(1);
}

test('a live page shows what the agent does while it does it', async () => {
  const header = page.locator('header[data-status]');
  // The agent waits after these payloads until the page shows what they say: all of it is seen live.
  const looks = new Map<number, () => Promise<void>>();
  const seen: string[] = [];
  const look = (name: string, count: number, check: () => Promise<void>): void => {
    const before = looks.get(count);
    looks.set(count, async () => {
      await before?.();
      await check();
      seen.push(name);
    });
  };

  look('prompt', HEAD, async () => {
    const { sessions } = await storage.list();
    expect(sessions).toHaveLength(1);
    await page.goto(`${viewer.url}/sessions/${sessions[0]?.sessionId}`);
    await header.and(page.locator('[data-status=recording]')).getByText('Live', { exact: true }).waitFor();
    await seesPrompt(PROMPTS[0]);
  });
  look('MCP call', after('PostToolUse', 'mcp__issues__get_issue'), async () => {
    const mcp = row('issues › get_issue').and(page.locator('[data-kind=mcp]'));
    await mcp.and(page.locator('[data-status=ok]')).waitFor();
    expect(await status(mcp)).toBe('ok');
  });
  look('failing run', after('PostToolUseFailure', 'npm test -- test/jwt.test.js test/auth.test.js'), async () => {
    await row('npm test -- test/jwt.test.js test/auth.test.js', '9 failed').and(page.locator('[data-status=failed]')).waitFor();
    await (await open('Tests')).getByRole('region', { name: 'Test results' }).getByText('9 failed', { exact: true }).waitFor();
  });
  look('denied command', after('PostToolBatch', 'curl -s https://datatracker.ietf.org'), async () => {
    const denied = row('curl -s https://datatracker.ietf.org').and(page.locator('[data-status=denied]'));
    await denied.getByText('Denied', { exact: true }).waitFor();
    expect(await status(denied)).toBe('denied');
  });
  look('diff', after('PostToolUse', 'Math.floor(clock() / 1000)) throw'), async () => {
    const file = (await open('Diff')).getByRole('article', { name: JWT, exact: true });
    await file.getByText('+1', { exact: true }).waitFor();
    await file.getByText('−1', { exact: true }).waitFor();
    const lines = file.locator('[data-engine=rdvc] tr'); // the real viewer, not its stand-in
    await lines.filter({ hasText: 'if (claims.exp <= clock()) throw' }).first().waitFor();
    await lines.filter({ hasText: 'if (claims.exp <= Math.floor(clock() / 1000)) throw' }).first().waitFor();
  });
  look('passing run', after('PostToolUse', 'npm test -- test/jwt.test.js'), async () => {
    await row('npm test -- test/jwt.test.js', /(^|\D)9 passed/).and(page.locator('[data-status=ok]')).waitFor();
    await (await open('Tests')).getByRole('region', { name: 'Test results' }).getByText('9 passed', { exact: true }).first().waitFor();
  });
  for (const prompt of PROMPTS.slice(1)) look('prompt', after('UserPromptSubmit', prompt), () => seesPrompt(prompt));
  REVIEW.forEach((text, nth) => look('subagent step', after('PostToolUse', { agent_type: 'reviewer' }, nth), async () => {
    await row(text).and(page.locator('[data-agent=true][data-status=ok][aria-label*="reviewer"]')).first().waitFor();
  }));

  const acknowledged = await sendCapture(entries, {
    url: () => viewer.url, speed: 30, name: 'e2e',
    onAcknowledged: async (count) => { await looks.get(count)?.(); },
  });
  expect(acknowledged).toBe(275);
  expect(seen.toSorted()).toEqual(['MCP call', 'denied command', 'diff', 'failing run', 'passing run', ...PROMPTS.map(() => 'prompt'), ...REVIEW.map(() => 'subagent step')].toSorted());

  await header.and(page.locator('[data-status=completed][data-outcome=success]')).getByText('Succeeded', { exact: true }).waitFor();
  expect(await header.getByText('Live', { exact: true }).count()).toBe(0);
  await page.getByText('6 errors', { exact: true }).waitFor(); // five failed calls and the denied one
  const answer = await open('Output');
  await answer.getByRole('heading', { name: 'Fast enough, documented, committed' }).waitFor();
  await answer.getByRole('table').getByRole('cell', { name: 'Rotation, reuse detection, review fixes' }).waitFor();
  await answer.getByRole('listitem').getByRole('code').filter({ hasText: 'node scripts/bench.mjs' }).waitFor();
  expect(await answer.textContent()).not.toMatch(/##|\|---|\*\*|`/);
  expect(viewer.complaints).toEqual([]);
});
