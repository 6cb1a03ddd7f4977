import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { memoryStorage } from '../../adapters/memory.ts';
import { fsUnderTest } from '../../fixtures/fs-hooks.ts';
import { faultyStorage, randomPlan, runStoragePlan, storagePlan } from '../../testing.ts';

const fs = fsUnderTest();
afterAll(() => fs.remove());

/** Numbers that plans are made of, as a property draws and shrinks them. */
const numbers = fc.array(fc.nat({ max: 2 ** 31 - 1 }), { maxLength: 50, size: 'max' });

test('any plan shows readers of the memory storage what the model says', async () => {
  await fc.assert(fc.asyncProperty(numbers, async (drawn) => {
    await runStoragePlan({ create: memoryStorage }, storagePlan([0, ...drawn]));
  }), { numRuns: 150 });
});

test('any plan shows readers of the fs storage what the model says', async () => {
  const { create, reopen, appendRaw, maintain } = fs;
  await fc.assert(fc.asyncProperty(numbers, async (drawn) => {
    await runStoragePlan({ create, reopen, ...(appendRaw && { appendRaw }), ...(maintain && { maintain }) }, storagePlan([0, ...drawn]));
  }), { numRuns: 25 });
}, 120_000);

test('killed writers leave in the fs storage what the model learns of them', async () => {
  const kill = { step: 'kill', session: 0, after: 3 } as const;
  const summary = await runStoragePlan(fs, [{ step: 'create', session: 0 }, kill, ...randomPlan(3, 15).filter(({ step }) => step !== 'kill'), { step: 'create', session: 1 }, { ...kill, session: 1 }, { step: 'tear', session: 1, share: 0.5 }, { ...kill, session: 1, after: 0 }]);
  expect(summary.steps).toBeGreaterThan(10);
}, 60_000);

test('a plan that hooks are missing for says how much of it was left out', async () => {
  const plan = [{ step: 'create', session: 0 }, { step: 'tear', session: 0, share: 0.5 }, { step: 'kill', session: 0, after: 1 }, { step: 'reopen', abandon: false }, { step: 'annotate', session: 0, id: 1 }] as const;
  expect(await runStoragePlan({ create: memoryStorage }, plan)).toEqual({ steps: 2, leftOut: 3 });
  expect(randomPlan(5, 40)).toEqual(randomPlan(5, 40));
  expect(randomPlan(5, 40)).not.toEqual(randomPlan(6, 40));
});

test.each([
  ['loses every seventh append', () => faultyStorage({ ...memoryStorage() }, { faults: [{ on: 'append', does: 'fail', every: 7, after: 6 }] }), /refused with: expected .+, but it is "storage_unavailable"/],
  ['shows a repeated record twice', () => {
    const inner = memoryStorage();
    let epoch = 1000;
    const sent = new Set<string>();
    return { ...inner, append: async (id: string, lines: readonly string[]) => inner.append(id, lines.map((line) => (sent.has(line) ? line.replace('"e":0', `"e":${epoch++}`) : (sent.add(line), line)))) };
  }, /Step \d+ of the plan, \{"step":"duplicate"/],
  ['forgets annotations when a session is rewritten', () => {
    const inner = memoryStorage();
    const forgotten = new Set<string>();
    return { ...inner, rewrite: async (...args: Parameters<typeof inner.rewrite>) => { await inner.rewrite(...args); forgotten.add(args[0]); }, annotations: async (id: string) => (forgotten.has(id) ? [] : inner.annotations(id)) };
  }, /annotations of/],
  ['lists a deleted session', () => {
    const inner = memoryStorage();
    const ghosts: Awaited<ReturnType<typeof inner.list>>['sessions'][number][] = [];
    return { ...inner, async delete(id: string) { const info = await inner.get(id); if (info) ghosts.push(info); await inner.delete(id); }, get: async (id: string) => (await inner.get(id)) ?? ghosts.find(({ sessionId }) => sessionId === id) };
  }, /Step \d+ of the plan, \{"step":"delete"/],
])('a storage that %s is found', async (_, create, message) => {
  const plans = Array.from({ length: 60 }, (_, seed) => randomPlan(seed, 60));
  const run = async (): Promise<void> => { for (const plan of plans) await runStoragePlan({ create }, plan); };
  await expect(run()).rejects.toThrow(message);
});
