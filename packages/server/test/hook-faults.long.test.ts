import { expect, test } from 'vitest';
import { crashed, every, full, hung, noJson, walk } from './hook-faults.ts';
import { noSmallDisk } from './small-disk.ts';

test.each([['graph', 1], ['agents', 1], ['jwt-auth', 11], ['jwt-auth-v2.1.197', 23]] as const)('a server killed at every hook of %s changes nothing of what its transcripts and hooks show in the end', async (capture, step) => {
  expect.hasAssertions();
  await walk(capture, every(step));
}, 3_600_000);

test.each([['crashes', crashed], ['sends what is no JSON', noJson]] as const)('a hook that %s anywhere changes nothing of what is shown in the end', async (_does, fault) => {
  expect.hasAssertions();
  for (const [capture, step] of [['tui-deny', 1], ['refusals', 1], ['graph', 1], ['agents', 5]] as const) await walk(capture, every(step), fault);
}, 3_600_000);

test('a hook that hangs anywhere, and is heard late, changes nothing of what is shown in the end', async () => {
  expect.hasAssertions();
  for (const [capture, step] of [['tui-deny', 1], ['refusals', 1], ['graph', 1], ['agents', 3], ['jwt-auth', 7], ['jwt-auth-v2.1.197', 17]] as const) {
    await walk(capture, every(step), hung);
  }
}, 3_600_000);

test.skipIf(noSmallDisk !== undefined)(`a disk that is full from any hook on changes nothing of what is shown once there is room${noSmallDisk === undefined ? '' : ` (left out: ${noSmallDisk})`}`, async () => {
  expect.hasAssertions();
  for (const [capture, step] of [['refusals', 1], ['graph', 1], ['agents', 9]] as const) await walk(capture, every(step), full);
}, 3_600_000);
