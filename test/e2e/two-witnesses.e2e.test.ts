import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionDocument, StepDocument } from '@playhead/replay-core';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { type Lies, runLyingAgent } from '../../packages/cli/test/lying-agent.ts';
import { buildBin, playhead, stepsOf, temporary } from '../../packages/cli/test/support.ts';
import { openViewer, type OpenViewer } from './open-viewer.ts';

let viewer: OpenViewer;
let bin = '';
let home = '';
let lies: Lies;

beforeAll(async () => {
  bin = await buildBin();
  viewer = await openViewer((dir) => {
    home = join(dir, 'data');
    return { storage: fsStorage({ dir: home }) };
  });
  lies = await runLyingAgent({ bin, home, workspace: temporary() });
}, 90_000);
afterAll(async () => {
  await viewer?.close();
  rmSync(bin, { force: true });
});

/** What of a session is not as two witnesses tell it, in the order of time. */
function marked(document: SessionDocument): readonly StepDocument[] {
  return stepsOf(document).filter(({ agreement }) => agreement !== 'agree');
}

async function fromCli(): Promise<SessionDocument> {
  return JSON.parse((await playhead(['sessions', 'show', lies.sessionId, '--json'], { env: { PLAYHEAD_HOME: home } })).out) as SessionDocument;
}

test('the cli marks the three calls that an agent lies about, hides and makes up, and none of its honest ones', async () => {
  const document = await fromCli();
  expect(marked(document)).toMatchObject([
    { id: lies.toldDifferently, agreement: 'differs', disagreement: { fields: [{ name: 'output', agent: 'an empty file', boundary: 'the plans' }] } },
    { title: 'files › write_file', agreement: 'missing', disagreement: { missing: 'agent' }, input: { path: lies.hidden, content: 'the plans' } },
    { id: lies.invented, agreement: 'missing', disagreement: { missing: 'boundary' } },
  ]);
  expect(stepsOf(document).filter(({ agreement, witnesses }) => agreement === 'agree' && witnesses.length === 2)).toHaveLength(lies.honest);
  expect(document.markers.filter(({ rule }) => rule === 'witness-disagreement').map(({ reason }) => reason.replace(/^.*?: /, '')).toSorted()).toEqual([
    'it passed, and the agent does not tell of it.', 'the agent tells another result than what passed.', 'the agent tells of it, and it never passed.',
  ]);
  const { out } = await playhead(['sessions', 'show', lies.sessionId], { env: { PLAYHEAD_HOME: home } });
  expect(out.split('\n').filter((line) => line.includes('≠'))).toHaveLength(3);
});

test('the server says the same', async () => {
  const document = (await (await fetch(`${viewer.url}/api/v1/sessions/${lies.sessionId}/document`)).json()) as SessionDocument;
  expect(marked(document)).toEqual(marked(await fromCli()));
});

test('lists find the session by it: in the shell, over REST and in the app', async () => {
  const found = async (agreement: string): Promise<readonly { readonly sessionId: string; readonly agreement?: string }[]> => {
    const { out } = await playhead(['sessions', 'list', '--agreement', agreement, '--json'], { env: { PLAYHEAD_HOME: home } });
    return (JSON.parse(out) as { sessions: { sessionId: string; agreement?: string }[] }).sessions; // as its schema says
  };
  await playhead(['sessions', 'reindex', '--review'], { env: { PLAYHEAD_HOME: home } });
  expect([await found('disagree'), await found('agree')]).toMatchObject([[{ sessionId: lies.sessionId, agreement: 'disagree' }], []]);
  expect(await (await fetch(`${viewer.url}/api/v1/sessions?agreement=disagree`)).json()).toMatchObject({ sessions: [{ sessionId: lies.sessionId }] });
  expect((await fetch(`${viewer.url}/api/v1/sessions?agreement=perhaps`)).status).toBe(400);
  const page = await viewer.page();
  await page.goto(`${viewer.url}/sessions?agreement=disagree`);
  await page.getByRole('button', { name: /Witnesses disagree/, pressed: true }).waitFor();
  await page.getByRole('link', { name: 'Tidy up' }).first().waitFor();
  expect(viewer.complaints).toEqual([]);
});

test('the replay marks the same three, and shows both values beside each other', async () => {
  const page = await viewer.page({ viewport: { width: 1440, height: 3000 } });
  await page.goto(`${viewer.url}/sessions/${lies.sessionId}`);
  const badges = page.locator('[data-disagreement]');
  await expect.poll(async () => (await badges.allTextContents()).toSorted()).toEqual(['Never passed the boundary', 'Not told by the agent', 'Told differently by the agent']);
  await page.getByText('Told differently by the agent').click();
  const compared = page.getByLabel('Result as both tell');
  await expect.poll(() => compared.locator('dd').allTextContents()).toEqual(['an empty file', 'the plans']);
  expect(viewer.complaints).toEqual([]);
});
