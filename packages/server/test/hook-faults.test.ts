import { expect, test } from 'vitest';
import { every, walk } from './hook-faults.ts';

// Each capture holds what was once lost: the end of a session that was cleared at once (36 of `graph`), the first hook of a call in the
// background (24 of `agents`). The long run kills at every hook.
test.each([['tui-deny', 1], ['graph', 9], ['agents', 24]] as const)('a server killed at any hook of %s changes nothing of what its transcripts and hooks show in the end', async (capture, step) => {
  expect.hasAssertions();
  await walk(capture, every(step));
}, 60_000);
