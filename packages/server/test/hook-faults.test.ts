import { expect, test } from 'vitest';
import { crashed, every, full, fullSpool, fullThenKilled, hung, noJson, resumedInSpool, resumedLate, walk } from './hook-faults.ts';
import { noSmallDisk } from './small-disk.ts';

// Each capture holds what was once lost: the end of a session that was cleared at once (36 of `graph`), the first hook of a call in the
// background (24 of `agents`). The long run kills at every hook.
test.each([['tui-deny', 1], ['graph', 9], ['agents', 24]] as const)('a server killed at any hook of %s changes nothing of what its transcripts and hooks show in the end', async (capture, step) => {
  expect.hasAssertions();
  await walk(capture, every(step));
}, 60_000);

test.each([
  ['crashes', crashed, 'refusals', 3], ['crashes', crashed, 'graph', 11], ['hangs', hung, 'tui-deny', 1], ['hangs', hung, 'refusals', 5], ['hangs', hung, 'graph', 11], ['hangs', hung, 'agents', 27], ['sends what is no JSON', noJson, 'tui-deny', 3],
] as const)('a hook that %s is answered with nothing and changes nothing of what is shown in the end (%o, %s)', async (_does, fault, capture, step) => {
  await walk(capture, every(step), fault);
}, 120_000);

test('a session that was resumed before its hooks came is shown once, in the recording that the hooks begin', async () => {
  await walk('graph', () => [8], resumedLate);
}, 120_000);

test('a session that was resumed while no server ran is shown once, in the recording that its spooled hooks begin, though it lies long back', async () => {
  await walk('graph', () => [8], resumedInSpool);
}, 120_000);

test.skipIf(noSmallDisk !== undefined).each([['refusals', 7], ['graph', 22]] as const)(`a disk that is full from any hook of %s on changes nothing of what is shown once there is room${noSmallDisk === undefined ? '' : ` (left out: ${noSmallDisk})`}`, async (capture, step) => {
  await walk(capture, every(step), full);
}, 120_000);

test.skipIf(noSmallDisk !== undefined)(`a hook that finds a full spool prints nothing, ends well, leaves nothing half written, and changes nothing of what is shown in the end${noSmallDisk === undefined ? '' : ` (left out: ${noSmallDisk})`}`, async () => {
  await walk('tui-deny', () => [0, 1, 4, 7], fullSpool);
}, 120_000);

test.skipIf(noSmallDisk !== undefined)(`sessions that a full disk kept nothing of are there when the server that knew of them is not${noSmallDisk === undefined ? '' : ` (left out: ${noSmallDisk})`}`, async () => {
  await walk('refusals', () => [0], fullThenKilled);
}, 120_000);
