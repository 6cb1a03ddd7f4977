import { afterAll, test } from 'vitest';
import { fsUnderTest } from '../fixtures/fs-hooks.ts';
import { eightWriters, killedWriters } from '../fixtures/many-writers.ts';

const fs = fsUnderTest();
afterAll(() => fs.remove());

test('eight processes that append 2,000 lines of 64 KB each, a gigabyte, lose no byte and splice none', () => eightWriters(fs, 2000, 64 * 1024));

test.each(Array.from({ length: 20 }, (_, index) => index + 2))('24 writers killed at random while others go on lose nothing that was acknowledged, seed %i', (seed) => killedWriters(fs, 24, seed));
