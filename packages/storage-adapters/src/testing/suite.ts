import type { SessionStorage } from '@playhead/protocol';
import { plainExpect } from './expect.ts';
import { ruleGroups } from './groups.ts';
import type { StorageHooks } from './hooks.ts';
import { createReport, type StorageReport } from './report.ts';
import type { Expect } from './rule.ts';
import { RULE_MS, runRule, type RuleSetting } from './run-rule.ts';

/** How {@link checkStorage} gets at a storage. */
export interface CheckStorageOptions extends StorageHooks {
  /** Makes an empty storage; called for every rule. The suite closes it. */
  readonly create: () => SessionStorage | Promise<SessionStorage>;
  /** Why a hook is not handed in, for the report, such as `{ createSmall: 'needs root' }`. */
  readonly reasons?: Partial<Readonly<Record<keyof StorageHooks, string>>>;
  /** The runner's `expect`, for its pictures of differences. Default: one of the suite's own. */
  readonly expect?: Expect;
  /** Only these rules, by their ids. Default: all. */
  readonly only?: readonly string[];
}

/** How {@link testStorage} gets at a storage, and at a test runner. */
export interface TestStorageOptions extends CheckStorageOptions {
  /** The runner's `describe`. */
  readonly describe: (name: string, define: () => void) => void;
  /**
   * The runner's `test`. Where it hands a `skip` to the test, rules a storage has no room for are marked skipped. The last argument is
   * how long the test may take, in milliseconds, as Vitest and Jest take it; others pass over it.
   */
  readonly test: (name: string, run: (runner?: { readonly skip?: (note?: string) => unknown }) => Promise<void>, timeoutMs?: number) => unknown;
}

/**
 * Tests a storage adapter, ours or not, against the rules ST1… of PROTOCOL.md, by their numbers, with any test runner.
 *
 * @param name - What is tested, for the report.
 * @returns What became of each rule. It fills while the tests run: look at it when the last one has ended.
 *
 * @example
 * ```ts
 * import { describe, expect, test } from 'vitest';
 *
 * testStorage('memory', { create: memoryStorage, describe, test, expect });
 * ```
 *
 * @example
 * With Node's own runner:
 * ```ts
 * import { describe, test } from 'node:test';
 *
 * testStorage('memory', { create: memoryStorage, describe, test });
 * ```
 */
export function testStorage(name: string, options: TestStorageOptions): StorageReport {
  const { describe, test } = options;
  const setting = settingOf(name, options);
  describe(`${name} storage`, () => {
    for (const rule of rulesOf(options)) {
      test(`${rule.id} ${rule.title}`, async (runner) => {
        const lack = await runRule(rule, setting);
        if (lack !== undefined) runner?.skip?.(`${rule.id} is left out: ${lack}`);
      }, RULE_MS);
    }
  });
  return setting.report;
}

/**
 * Tests a storage adapter without a test runner: a plain loop over the rules ST1… of PROTOCOL.md. Never rejects: what fails stands in the report.
 *
 * @param name - What is tested, for the report.
 *
 * @example
 * ```ts
 * const report = await checkStorage('memory', { create: memoryStorage });
 * process.stdout.write(storageReportText(report));
 * process.exitCode = failedRules(report).length > 0 ? 1 : 0;
 * ```
 */
export async function checkStorage(name: string, options: CheckStorageOptions): Promise<StorageReport> {
  const setting = settingOf(name, options);
  for (const rule of rulesOf(options)) {
    let limit: ReturnType<typeof setTimeout> | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      limit = setTimeout(() => reject(new Error(`it did not end within ${RULE_MS / 1000} s`)), RULE_MS);
    });
    await Promise.race([runRule(rule, setting), tooLong]).catch((error: unknown) => setting.report.note(rule.id, 'failed', error instanceof Error ? error.message : String(error)));
    clearTimeout(limit);
  }
  return setting.report;
}

/** The ids of the rules that a storage breaks, in the order of the suite. */
export function failedRules({ groups }: StorageReport): readonly string[] {
  return groups.flatMap(({ rules }) => rules).filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
}

function rulesOf({ only }: CheckStorageOptions): readonly (typeof ruleGroups)[number]['rules'][number][] {
  return ruleGroups.flatMap(({ rules }) => rules).filter(({ id }) => only?.includes(id) ?? true);
}

function settingOf(name: string, options: CheckStorageOptions): RuleSetting {
  const { create, reasons = {}, expect = plainExpect } = options;
  return { create, hooks: options, reasons, expect, report: createReport(name, ruleGroups) };
}
