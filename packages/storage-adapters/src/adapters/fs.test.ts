import { afterAll, describe, expect, test } from 'vitest';
import { fsUnderTest } from '../fixtures/fs-hooks.ts';
import { storageReportText, testStorage } from '../testing.ts';

const fs = fsUnderTest();
const report = testStorage('fs', { ...fs, describe, test, expect });

afterAll(() => {
  fs.remove();
  const untested = report.groups.flatMap(({ rules }) => rules).filter(({ outcome }) => outcome === 'left out');
  if (untested.length > 0) process.stderr.write(storageReportText(report)); // not root: CI is
});
