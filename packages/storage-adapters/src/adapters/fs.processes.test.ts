import { afterAll, test } from 'vitest';
import { fsUnderTest } from '../fixtures/fs-hooks.ts';
import { eightWriters, killedWriters } from '../fixtures/many-writers.ts';

const fs = fsUnderTest();
afterAll(() => fs.remove());

test('eight processes that append 2,000 short lines each lose no byte and splice none', () => eightWriters(fs, 2000, 300), 120_000);

// A gigabyte of them: fs.processes.long.test.ts.
test('eight processes that append 200 lines of 64 KB each lose no byte and splice none', () => eightWriters(fs, 200, 64 * 1024), 120_000);

test('24 writers killed at random while others go on lose nothing that was acknowledged', () => killedWriters(fs, 24, 1), 120_000);
