import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionInfo } from '@playhead/protocol';
import type { SessionDocument } from '@playhead/replay-core';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { playhead, root } from '../../packages/cli/test/support.ts';
import { openViewer, type OpenViewer } from './open-viewer.ts';

/** What the example records of each of its ends, as it checks itself. */
const ENDS = [
  { outcome: 'success', badge: 'Succeeded', decisions: ['CONTINUE', 'DONE'], told: 'All tests pass, and the change is as small as it can be.', confidence: 0.95 },
  { outcome: 'failed', badge: 'Failed', decisions: ['ERROR'], told: 'The actor ended with 7: fatal: the model could not be reached', confidence: undefined },
  { outcome: 'interrupted', badge: 'Interrupted', decisions: ['CONTINUE'], told: 'a negative quantity is refused', confidence: undefined },
  { outcome: 'max_iterations_reached', badge: 'Limit reached', decisions: ['CONTINUE', 'CONTINUE', 'CONTINUE'], told: 'the total is price times quantity', confidence: 0.2 },
] as const;

let viewer: OpenViewer;
let dir: string;

beforeAll(async () => {
  viewer = await openViewer((home) => {
    dir = join(home, 'data');
    return { storage: fsStorage({ dir }) };
  });
  await promisify(execFile)(process.execPath, [join(root, 'examples/actor-critic/check.mjs')], { env: { ...process.env, PLAYHEAD_EXAMPLE_HOME: dir, PLAYHEAD_REDACTION: 'off' } });
});
afterAll(() => viewer?.close());

test.each(ENDS)('a loop that ended with $outcome shows its rounds, what the critic said and how sure it was in a shell, over HTTP and in the page', async ({ outcome, badge, decisions, told, confidence }) => {
  const list = JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir])).out) as { sessions: SessionInfo[] };
  const session = list.sessions.find((one) => one.outcome === outcome);
  expect(session).toMatchObject({ status: 'completed', iterations: decisions.length, maxIterations: 3, ...(confidence && { confidence }) });
  const { sessionId = '' } = session ?? {};

  const shown = (await playhead(['sessions', 'show', sessionId, '--dir', dir])).out;
  for (const [place, decision] of decisions.entries()) expect(shown).toContain(`   ${place + 1}. ${decision}`);
  expect(shown.includes('% confident')).toBe(confidence !== undefined);
  const document = JSON.parse((await playhead(['sessions', 'show', sessionId, '--json', '--dir', dir])).out) as SessionDocument;
  expect(document.iterations.map(({ decision }) => decision)).toEqual(decisions);
  expect(document.iterations.map(({ critic }) => critic).join('\n')).toContain(told);

  const served: unknown = await (await fetch(`${viewer.url}/api/v1/sessions/${sessionId}/document`)).json();
  expect(served).toMatchObject({ session: { outcome, iterations: decisions.length }, iterations: document.iterations });

  const page = await viewer.page();
  await page.goto(`${viewer.url}/sessions/${sessionId}#tab=iterations`);
  await page.locator('[data-part=header]').getByText(badge).first().waitFor();
  const part = page.locator('[data-part=iterations]');
  await part.getByRole('listitem').filter({ hasText: told }).first().waitFor();
  expect(await part.locator('li[data-decision]').evaluateAll((items) => items.map((item) => item.getAttribute('data-decision')))).toEqual(decisions);
  expect(await part.getByText(`${Math.round((confidence ?? 0) * 100)} % confident`).count()).toBe(confidence === undefined ? 0 : 1);
  await part.getByRole('group', { name: 'Timeline of iterations' }).getByRole('button').first().click();
  await page.locator('[data-part=iterations] li[aria-current=true]').first().waitFor();
  await page.close();
  expect(viewer.complaints).toEqual([]);
});
