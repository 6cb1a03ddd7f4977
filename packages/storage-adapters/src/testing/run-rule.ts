import type { SessionStorage, StorageCapabilities } from '@playhead/protocol';
import { createContext } from './context.ts';
import type { StorageHooks } from './hooks.ts';
import type { GrowingReport } from './report.ts';
import type { Expect, Requirement, Rule } from './rule.ts';

/** What a rule is run with. */
export interface RuleSetting {
  readonly create: () => SessionStorage | Promise<SessionStorage>;
  readonly hooks: StorageHooks;
  readonly reasons: Partial<Readonly<Record<string, string>>>;
  readonly expect: Expect;
  readonly report: GrowingReport;
}

/** How long a rule may take, in milliseconds: the longest one starts a process for every change that a call makes. */
export const RULE_MS = 120_000;

/**
 * Tests a fresh storage against one rule, and notes what became of it.
 *
 * @returns Why the rule was left out; undefined when the storage keeps it.
 * @throws Whatever `expect` throws when it does not.
 */
export async function runRule({ id, requires = [], check }: Rule, { create, hooks, reasons, expect, report }: RuleSetting): Promise<string | undefined> {
  const storage = await create();
  const end = new AbortController();
  report.capabilities = storage.capabilities;
  try {
    const missing = requires.map((requirement) => lackOf(requirement, storage.capabilities, hooks, reasons)).find((lack) => lack !== undefined);
    if (missing === undefined) await check(createContext({ storage, expect, hooks }, end.signal));
    report.note(id, missing === undefined ? 'passed' : 'left out', missing);
    return missing;
  } catch (error) {
    report.note(id, 'failed', error instanceof Error ? error.message : String(error));
    throw error;
  } finally {
    end.abort();
    await storage.close();
  }
}

function lackOf(requirement: Requirement, capabilities: StorageCapabilities, hooks: StorageHooks, reasons: RuleSetting['reasons']): string | undefined {
  if (requirement in capabilities) return capabilities[requirement as keyof StorageCapabilities] ? undefined : `the storage's capabilities say ${requirement}: false`;
  return hooks[requirement as keyof StorageHooks] ? undefined : (reasons[requirement] ?? `${requirement} is not handed in`);
}
