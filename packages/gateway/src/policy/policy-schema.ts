import { PlayheadError } from '@playhead/protocol';
import { explain, type Schema } from '@playhead/protocol/schemas';
import * as z from 'zod/mini';
import type { Policy } from './policy.ts';

/** Node fires timers that are longer at once. */
const LONGEST_MS = 2 ** 31 - 1;
const name = z.string().check(z.minLength(1), z.maxLength(500));
const text = z.union([name, z.array(name).check(z.minLength(1)), z.strictObject({ matches: name })]);
const value = z.union([z.string().check(z.maxLength(500)), z.number(), z.boolean(), z.null(), z.array(name).check(z.minLength(1)), z.strictObject({ matches: name })]);
const effect = z.enum(['allow', 'deny', 'hold']);
const milliseconds = z.number().check(z.int(), z.gte(1), z.lte(LONGEST_MS));

const rule = z.strictObject({
  id: z.string().check(z.regex(/^[\w.:-]{1,100}$/)),
  effect,
  server: z.optional(text),
  tool: z.optional(text),
  method: z.optional(text),
  direction: z.optional(z.enum(['to_server', 'to_client'])),
  arguments: z.optional(z.record(z.string().check(z.regex(/^(?:\/(?:[^~]|~[01])*)?$/)), value)),
  identity: z.optional(text),
  task: z.optional(text),
  message: z.optional(z.string().check(z.maxLength(2000))),
  timeoutMs: z.optional(milliseconds),
});

/** Checks a policy file. What it does not know it refuses: a rule that is not understood is not enforced. */
// zod reads an optional key as "absent or undefined", the type as "absent"; JSON cannot hold the difference.
export const policySchema: Schema<Policy> = z.strictObject({ $schema: z.optional(z.string()), version: z.literal(1), default: effect, timeoutMs: z.optional(milliseconds), rules: z.array(rule).check(z.maxLength(10_000)) }) as unknown as Schema<Policy>;

/**
 * Reads the text of a policy file.
 *
 * @throws PlayheadError `invalid_settings` when it is none, or holds something that could not be enforced.
 *
 * @example
 * ```ts
 * const policy = parsePolicy('{ "version": 1, "default": "allow", "rules": [{ "id": "no-writes", "effect": "deny", "tool": "write_*" }] }');
 * ```
 */
export function parsePolicy(json: string): Policy {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw wrong('it is no JSON', cause);
  }
  const result = policySchema.safeParse(parsed);
  if (!result.success) throw wrong(explained(result.error.issues[0]));
  const ids = result.data.rules.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw wrong(`two rules are called ${twice}`);
  const both = result.data.rules.find(({ tool, method }) => tool !== undefined && method !== undefined);
  if (both) throw wrong(`the rule ${both.id} has tool and method, which no message fits`);
  const other = result.data.rules.find(({ method, direction }) => method === undefined && direction === 'to_client');
  if (other) throw wrong(`the rule ${other.id} is about calls of tools, which go to the server alone`);
  return result.data;
}

/** Of what may have several forms none fits: that is all there is to say. */
function explained(issue: z.core.$ZodIssue | undefined): string {
  return issue?.code === 'invalid_union' ? `"${issue.path.map(String).join('.').slice(0, 200)}" is no pattern: a text, a list of texts or { "matches": "…" }` : explain(issue);
}

function wrong(what: string, cause?: unknown): PlayheadError {
  return new PlayheadError('invalid_settings', `The policy cannot be enforced: ${what}. Correct it: docs/guides/gateway.md says what a policy holds.`, { cause });
}
