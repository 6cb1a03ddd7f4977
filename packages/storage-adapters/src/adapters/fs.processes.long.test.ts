import { afterAll, test } from 'vitest';
import { fsUnderTest } from '../fixtures/fs-hooks.ts';
import { killedWriters } from '../fixtures/many-writers.ts';

const fs = fsUnderTest();
afterAll(() => fs.remove());

test.each(Array.from({ length: 20 }, (_, index) => index + 2))('24 writers killed at random while others go on lose nothing that was acknowledged, seed %i', (seed) => killedWriters(fs, 24, seed));
