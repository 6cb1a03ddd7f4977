import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { memoryStorage } from '../adapters/memory.ts';
import { checkStorage, failedRules, storageReportText, testStorage } from '../testing.ts';
import { plainExpect } from './expect.ts';

const root = mkdtempSync(join(tmpdir(), 'playhead-suite-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs the suite with Node's own runner in another process. */
function runWithNode(create: string): { status: number | null; printed: string } {
  const file = join(root, `suite-${create.length}.test.mjs`);
  const contents = `
    import { describe, test } from 'node:test';
    import { testStorage } from '../testing.ts';
    import { memoryStorage } from '../adapters/memory.ts';
    testStorage('memory', { create: ${create}, describe, test });`;
  buildSync({ stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' }, outfile: file, bundle: true, platform: 'node', format: 'esm', conditions: ['@playhead/source'] });
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', file], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
  return { status, printed: stdout + stderr };
}

test('the suite runs with node --test, and marks what it leaves out as skipped', () => {
  const { status, printed } = runWithNode('memoryStorage');
  expect([status, /# fail (\d+)/.exec(printed)?.[1]]).toEqual([0, '0']);
  expect(Number(/# pass (\d+)/.exec(printed)?.[1])).toBeGreaterThan(35);
  expect(printed).toMatch(/ok \d+ - ST21 .* # SKIP ST21 is left out: appendRaw is not handed in/);
});

test('with node --test a broken storage fails by the number of the rule, and both values are said', () => {
  const { status, printed } = runWithNode('() => ({ ...memoryStorage(), list: async () => ({ sessions: [] }) })');
  expect(status).toBe(1);
  expect(printed).toMatch(/not ok \d+ - ST1 create makes a session/);
  expect(printed).toMatch(/expected \["[0-9a-f-]{36}"\], but it is \[\]/);
  expect(printed).toMatch(/\n +ok \d+ - ST10 /);
});

test('a plain loop gives a report: what ran, what was left out and why, what failed', async () => {
  const report = await checkStorage('mine', { create: () => ({ ...memoryStorage(), list: async () => ({ sessions: [] }) }), reasons: { disable: 'no disk here' }, only: ['ST1', 'ST2', 'ST53', 'ST60', 'ST62'] });
  expect(report.capabilities?.multiProcess).toBe(false);
  const outcomes = report.groups.flatMap(({ rules }) => rules).filter(({ outcome }) => outcome !== 'not run');
  expect(outcomes.map(({ id, outcome, reason }) => [id, outcome, reason?.split(',')[0]])).toEqual([
    ['ST1', 'failed', expect.stringMatching(/^expected \["/)],
    ['ST2', 'passed', undefined],
    ['ST60', 'left out', 'appendRaw is not handed in'],
    ['ST62', 'left out', "the storage's capabilities say multiProcess: false"],
    ['ST53', 'left out', 'no disk here'],
  ]);
  expect(failedRules(report)).toEqual(['ST1']);
  expect(JSON.parse(JSON.stringify(report)).groups).toHaveLength(report.groups.length);
  const text = storageReportText(report);
  expect(text).toMatch(/^mine: 1 rules passed, 1 failed, 3 left out, \d+ not run\n✗ create: ST2\n {2}✗ ST1 failed: expected/);
  expect(text).toContain('– ST53 left out: no disk here\n');
});

test('a runner can keep the report of what it ran', async () => {
  const runs: (() => Promise<void>)[] = [];
  const report = testStorage('mine', { create: memoryStorage, describe: (_, define) => define(), test: (_, run) => void runs.push(run), only: ['ST3', 'ST4'] });
  expect(failedRules(report)).toEqual([]);
  for (const run of runs) await run();
  expect(storageReportText(report)).toContain('✓ create: ST3, ST4\n');
});

test.each<[unknown, unknown, boolean]>([
  [{ a: 1, b: undefined }, { a: 1 }, true], [[undefined], [], false], [[1, [2]], [1, [2]], true], [{ a: [1] }, { a: [2] }, false], [[], {}, false], [null, {}, false],
  [new Uint8Array([1]), new Uint8Array([1]), true], [new Uint8Array([1]), [1], false], [Number.NaN, Number.NaN, true], ['1', 1, false], [{}, { a: 1 }, false],
])('the suite’s own expect: %o and %o', (a, b, same) => {
  const compare = (): void => plainExpect(a, 'here').toEqual(b);
  if (same) compare();
  else expect(compare).toThrow(/^here: expected /);
});
