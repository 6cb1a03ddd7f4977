import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { memoryStorage } from '../../adapters/memory.ts';
import { fsUnderTest } from '../../fixtures/fs-hooks.ts';
import { runStoragePlan, storagePlan } from '../../testing.ts';

const fs = fsUnderTest();
afterAll(() => fs.remove());

const numbers = fc.array(fc.nat({ max: 2 ** 31 - 1 }), { maxLength: 120, size: 'max' });

test('hundreds of long plans show readers of the memory storage what the model says', async () => {
  await fc.assert(fc.asyncProperty(numbers, async (drawn) => {
    await runStoragePlan({ create: memoryStorage }, storagePlan([0, ...drawn]));
  }), { numRuns: 500 });
});

test('long plans, with killed writers, show readers of the fs storage what the model says', async () => {
  let steps = 0;
  await fc.assert(fc.asyncProperty(numbers, async (drawn) => {
    steps += (await runStoragePlan(fs, storagePlan([0, ...drawn]))).steps;
  }), { numRuns: 60 });
  expect(steps).toBeGreaterThan(1200);
});
