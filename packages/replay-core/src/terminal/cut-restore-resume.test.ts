import { expect, test } from 'vitest';
import { CAPTURED, capturedOutput } from './test-support/captured-output.ts';
import { cutRestoreResume } from './test-support/cut-restore-resume.ts';

/** Bytes between two cuts: the long run cuts everywhere. */
const EVERY = 97;

test.each(CAPTURED)('a screen of %s that was kept after some byte is the same and goes on the same', (name, columns, rows) => {
  const bytes = capturedOutput(name);
  // Other bytes in each run, and known from the message when it fails.
  const shift = Math.floor(Date.now() / 1000) % EVERY;
  const { cuts, differences } = cutRestoreResume(bytes, { columns, rows, cut: (byte) => byte % EVERY === shift });
  expect(differences, `cut at bytes that leave ${String(shift)} when divided by ${String(EVERY)}`).toEqual([]);
  expect(cuts).toBeGreaterThan(0);
});
