import { expect, test } from 'vitest';
import { every, walk } from './hook-faults.ts';

test.each([['graph', 1], ['agents', 1], ['jwt-auth', 11], ['jwt-auth-v2.1.197', 23]] as const)('a server killed at every hook of %s changes nothing of what its transcripts and hooks show in the end', async (capture, step) => {
  expect.hasAssertions();
  await walk(capture, every(step));
}, 3_600_000);
