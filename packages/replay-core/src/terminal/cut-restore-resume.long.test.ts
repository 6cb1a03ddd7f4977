import { expect, test } from 'vitest';
import { CAPTURED, capturedOutput } from './test-support/captured-output.ts';
import { cutRestoreResume } from './test-support/cut-restore-resume.ts';

test.each(CAPTURED)('a screen of %s that was kept after any byte is the same and goes on the same', (name, columns, rows) => {
  const { cuts, differences } = cutRestoreResume(capturedOutput(name), { columns, rows, cut: () => true });
  expect(differences).toEqual([]);
  process.stdout.write(`${name}: ${String(cuts)} cuts\n`);
});
