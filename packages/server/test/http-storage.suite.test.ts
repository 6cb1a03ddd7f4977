import { afterAll, describe, expect, test } from 'vitest';
import { storageReportText, testStorage } from '@playhead/storage-adapters/testing';
import { httpUnderTest } from './http-under-test.ts';

const http = httpUnderTest();
const report = testStorage('http', { ...http, describe, test, expect });

afterAll(async () => {
  await http.remove();
  const untested = report.groups.flatMap(({ rules }) => rules).filter(({ outcome }) => outcome === 'left out');
  if (untested.length > 0) process.stderr.write(storageReportText(report)); // not root: CI is
});
