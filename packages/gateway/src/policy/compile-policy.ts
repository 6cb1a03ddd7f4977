import type { PolicyCall, PolicyEffect, Policy, PolicyRule } from './policy.ts';
import { textMatcher, valueMatcher } from './match-text.ts';
import { valuesAt } from './values-at.ts';

/** A rule, ready to be asked. */
export interface CompiledRule {
  readonly rule: PolicyRule;
  /** Whether everything but the arguments fits. */
  readonly fits: (call: PolicyCall) => boolean;
  /** Whether the arguments fit; absent where any do. */
  readonly fitsArguments?: (given: unknown) => boolean;
}

/** A policy, ready to be asked. */
export interface CompiledPolicy {
  readonly fallback: PolicyEffect;
  readonly timeoutMs: number;
  readonly rules: readonly CompiledRule[];
  /** Whether some of what servers ask may not pass: then what nobody can read for certain does not, either. */
  readonly asksServers: boolean;
}

const TIMEOUT_MS = 300_000;

/**
 * Makes a policy ready to be asked.
 *
 * @throws PlayheadError `invalid_settings` when a pattern is none.
 *
 * @example
 * ```ts
 * const decision = decide(compilePolicy(parsePolicy(text)), { server: 'files', direction: 'to_server', method: 'tools/call', tool: 'write_file', arguments: { path: 'a.txt' } });
 * ```
 */
export function compilePolicy({ default: fallback, timeoutMs = TIMEOUT_MS, rules }: Policy): CompiledPolicy {
  return { fallback, timeoutMs, rules: rules.map(compiledRule), asksServers: rules.some(({ direction, effect }) => direction === 'to_client' && effect !== 'allow') };
}

function compiledRule(rule: PolicyRule): CompiledRule {
  const matcher = (field: 'server' | 'tool' | 'method' | 'identity' | 'task'): ((text: string | undefined) => boolean) => {
    const pattern = rule[field];
    if (pattern === undefined) return () => true;
    const matches = textMatcher(pattern, `${field} of the rule ${rule.id}`);
    return (text) => text !== undefined && matches(text);
  };
  const [server, tool, method, identity, task] = [matcher('server'), matcher('tool'), matcher('method'), matcher('identity'), matcher('task')];
  const { direction = 'to_server' } = rule;
  const fitsArguments = rule.arguments && argumentMatcher(rule, rule.arguments);
  return {
    rule,
    fits: (call) => call.direction === direction && (rule.method === undefined ? call.method === 'tools/call' : method(call.method)) && server(call.server) && tool(call.tool)
      && identity(call.identity && `${call.identity.type}:${call.identity.subject}`) && task(call.task?.id),
    ...(fitsArguments && { fitsArguments }),
  };
}

/** Of several values that a pointer finds one is enough to forbid something; to allow it every one must fit. */
function argumentMatcher({ id, effect }: PolicyRule, given: NonNullable<PolicyRule['arguments']>): (value: unknown) => boolean {
  const checks = Object.entries(given).map(([pointer, pattern]) => {
    const matches = valueMatcher(pattern, `the argument ${pointer} of the rule ${id}`);
    return (value: unknown): boolean => {
      const values = valuesAt(value, pointer, 'any_case');
      return effect === 'allow' ? valuesAt(value, pointer).length > 0 && values.every(matches) : values.some(matches);
    };
  });
  return (value) => checks.every((check) => check(value));
}
