import type { Disagreement, DisagreementField } from './disagreement.ts';

const WHAT: Readonly<Record<DisagreementField['name'], string>> = { tool: 'another tool', input: 'other arguments', output: 'another result', status: 'another outcome' };

/**
 * Says in English what the agent's own recording and the one at the boundary do not have in common of a call.
 *
 * @example
 * ```ts
 * const [step] = model.turns[0]?.steps ?? [];
 * const says = step?.disagreement && disagreementText(step.disagreement); // 'the agent tells another result than what passed'
 * ```
 */
export function disagreementText({ missing, fields }: { readonly missing?: Disagreement['missing']; readonly fields: readonly Pick<DisagreementField, 'name'>[] }): string {
  if (missing === 'agent') return 'it passed, and the agent does not tell of it';
  if (missing === 'boundary') return 'the agent tells of it, and it never passed';
  return `the agent tells ${fields.map(({ name }) => WHAT[name]).join(' and ')} than what passed`;
}
