import type { StorageCapabilities } from '@playhead/protocol';
import type { RuleGroup } from './rule.ts';

/** What became of one rule. */
export interface RuleOutcome {
  /** Its number in PROTOCOL.md, such as `ST13`. */
  readonly id: string;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'left out' | 'not run';
  /** Why it failed, or why it was left out. */
  readonly reason?: string;
}

/** What became of the rules about one thing. */
export interface GroupOutcome {
  readonly name: string;
  readonly rules: readonly RuleOutcome[];
}

/** What was proved of a storage, and what was not. A value: keep it, compare it, print it with {@link storageReportText}. */
export interface StorageReport {
  /** What was tested. */
  readonly name: string;
  /** What the storage says of itself; undefined until the first rule has run. */
  readonly capabilities: StorageCapabilities | undefined;
  readonly groups: readonly GroupOutcome[];
}

/** A report that fills while rules run. */
export interface GrowingReport extends StorageReport {
  capabilities: StorageCapabilities | undefined;
  /** Notes what became of a rule. */
  note(id: string, outcome: 'passed' | 'failed' | 'left out', reason?: string): void;
}

/** Begins a report in which nothing has run. */
export function createReport(name: string, groups: readonly RuleGroup[]): GrowingReport {
  const outcomes = groups.map((group) => ({ name: group.name, rules: group.rules.map(({ id, title }): RuleOutcome => ({ id, title, outcome: 'not run' })) }));
  return {
    name,
    capabilities: undefined,
    groups: outcomes,
    note(id, outcome, reason) {
      for (const { rules } of outcomes) {
        const index = rules.findIndex((rule) => rule.id === id);
        const rule = rules[index];
        if (rule) rules[index] = { ...rule, outcome, ...(reason !== undefined && { reason }) };
      }
    },
  };
}

/**
 * A report as text: a line for each group, and one for each rule that failed or was left out, with the reason.
 *
 * @example
 * ```ts
 * process.stdout.write(storageReportText(await checkStorage('mine', { create: memoryStorage })));
 * // mine: 46 rules passed, 0 failed, 9 left out
 * // ✓ create: ST1, ST2, ST3, ST4, ST5, ST6
 * // …
 * //   – ST21 left out: appendRaw is not handed in
 * ```
 */
export function storageReportText({ name, groups }: StorageReport): string {
  const count = (outcome: RuleOutcome['outcome']): number => groups.flatMap(({ rules }) => rules).filter((rule) => rule.outcome === outcome).length;
  const notRun = count('not run');
  const lines = [`${name}: ${count('passed')} rules passed, ${count('failed')} failed, ${count('left out')} left out${notRun > 0 ? `, ${notRun} not run` : ''}`];
  for (const group of groups) {
    const passed = group.rules.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id);
    const others = group.rules.filter(({ outcome }) => outcome !== 'passed');
    const mark = others.some(({ outcome }) => outcome === 'failed') ? '✗' : passed.length > 0 ? '✓' : '–';
    lines.push(`${mark} ${group.name}: ${passed.join(', ') || 'none'}`);
    for (const { id, outcome, title, reason } of others) lines.push(`  ${outcome === 'failed' ? '✗' : '–'} ${id} ${outcome}: ${reason ?? title}`);
  }
  return `${lines.join('\n')}\n`;
}
