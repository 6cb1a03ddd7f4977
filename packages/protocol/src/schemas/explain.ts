import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;

/**
 * What is wrong with a value from outside, by the name of its field. Never shows the value.
 *
 * @param issue - What a schema found; undefined where it said nothing.
 *
 * @example
 * ```ts
 * const result = identitySchema.safeParse(JSON.parse(body));
 * if (!result.success) explain(result.error.issues[0]); // '"subject" must be a string'
 * ```
 */
export function explain(issue: Issue | undefined): string {
  return issue ? `${fieldOf(issue.path)} ${requirementOf(issue)}` : 'it does not have the right shape';
}

function fieldOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'it';
  const steps = path.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step).slice(0, 64)}`));
  return `"${steps.join('')}"`;
}

function requirementOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type': return `must be ${ARTICLE[issue.expected] ?? `a ${issue.expected}`}`;
    case 'invalid_value': return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys': return `has no ${issue.keys.map((key) => JSON.stringify(key.slice(0, 64))).join(', ')}`;
    case 'invalid_union': return 'must be a text or a reference to a blob';
    default: return issue.message;
  }
}

const ARTICLE: Readonly<Record<string, string>> = { int: 'an integer', array: 'an array', object: 'an object' };
