import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createIdSource } from '@playhead/protocol';
import { createRecorder } from '@playhead/recorder';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { expect, test } from 'vitest';
import { playhead, root, temporary } from './support.ts';

interface Listed { readonly moments: readonly { readonly type: string; readonly title: string; readonly at: number; readonly status?: string }[] }

/** A cast in which tests fail, a command is marked by its shell, and nothing happens for long. */
const CAST = `{"version":3,"term":{"cols":80,"rows":24},"timestamp":1795231725}
[0.5,"o","\\u001b]133;A\\u0007$ \\u001b]133;B\\u0007npm test\\r\\n\\u001b]133;C\\u0007"]
[1.5,"o","      Tests  1 failed | 2 passed (3)\\r\\n\\u001b]133;D;1\\u0007"]
[2,"m","here"]
[40,"o","Successfully deployed to prod\\r\\n"]
[1,"x","0"]
`;

test('lists every moment of an imported terminal, for people and by the published schema', async () => {
  const dir = temporary();
  const cast = join(dir, 'a.cast');
  writeFileSync(cast, CAST);
  const { sessionId } = JSON.parse((await playhead(['import', cast, '--json', '--dir', dir])).out) as { sessionId: string };
  const document = JSON.parse((await playhead(['moments', sessionId, '--json', '--dir', dir])).out) as Listed;
  expect(document.moments.map(({ type, title }) => [type, title])).toEqual([
    ['tool', 'terminal'], ['tests_failed', '1 failed, 2 passed'], ['command', 'npm test'], ['moment', 'here'], ['idle', 'Nothing for 42 s'], ['milestone', 'Successfully deployed to prod'], ['exit', 'Exited with 0'],
  ]);
  const isDocument = new Ajv2020({ strict: true, strictTypes: false }).compile(JSON.parse(readFileSync(join(root, 'packages/replay-core/json-schema/moments.schema.json'), 'utf8')) as object);
  expect([isDocument(document), isDocument.errors]).toEqual([true, null]);
  const some = await playhead(['moments', sessionId, '--type', 'milestone,exit', '--dir', dir]);
  expect(some.out.split('\n').map((line) => line.trim())).toEqual(['0:44.0  milestone    Successfully deployed to prod', '0:45.0  exit         Exited with 0']);
  expect(await playhead(['moments', sessionId, '--type', 'nonsense', '--dir', dir])).toEqual({ code: 0, out: '', err: 'This recording has no moments of this type. It has: tool, tests_failed, command, moment, idle, milestone, exit.' });
});

test('a moment is marked while a session is recorded, by the shell that runs in it, and afterwards at any time of it', async () => {
  const dir = temporary();
  const storage = fsStorage({ dir });
  const recorder = createRecorder({ storage });
  const { sessionId } = await recorder.recordStart({ sessionId: createIdSource()(), name: 'Work', harness: 'sdk', agentName: 'Ada', workspaceName: 'shop' });
  await recorder.flush();
  expect((await playhead(['moment', 'add', 'Now', '--dir', dir], { env: { PLAYHEAD_SESSION_ID: sessionId, USER: 'ada' } })).out).toContain('Marked "Now"');
  await recorder.recordStop({ sessionId });
  await recorder.close();
  await storage.close();
  const later = JSON.parse((await playhead(['moment', 'add', 'Later', '--session', sessionId.slice(0, 30), '--at', '0:00.5', '--json', '--dir', dir], { env: { USER: 'ada' } })).out) as { moment: { stored: string } };
  expect(later.moment.stored).toBe('annotation');
  const { moments } = JSON.parse((await playhead(['moments', sessionId, '--json', '--dir', dir])).out) as Listed;
  expect(moments).toMatchObject([{ title: 'Now' }, { title: 'Later', editedBy: 'ada' }].sort((a) => (moments[0]?.title === a.title ? -1 : 1)));
});

test('says what is missing', async () => {
  const dir = temporary();
  for (const args of [['moment', 'add', 'x'], ['moment', 'add'], ['moment', 'add', 'x', '--session', '?'], ['moments']]) expect([args, (await playhead([...args, '--dir', dir])).code]).toEqual([args, 2]);
  expect((await playhead(['moments', 'x', '--nonsense'])).err).toMatch(/'--nonsense'.*[^.]\. Run playhead moments --help\. \(usage\)$/);
});
