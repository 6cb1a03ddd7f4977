import type { CompiledPolicy } from './compile-policy.ts';
import type { PolicyCall, PolicyDecision } from './policy.ts';

/**
 * Asks a policy what becomes of a message. Pure: the first rule that fits decides, else the default, which is about calls of tools alone.
 *
 * @example
 * ```ts
 * const policy = compilePolicy(parsePolicy('{ "version": 1, "default": "allow", "rules": [] }'));
 * const { effect, rule } = decide(policy, { server: 'files', direction: 'to_server', method: 'tools/call', tool: 'write_file', arguments: { path: 'a.txt' } });
 * ```
 */
export function decide(policy: CompiledPolicy, call: PolicyCall): PolicyDecision {
  for (const { rule, fits, fitsArguments } of policy.rules) {
    if (!fits(call) || (fitsArguments && !fitsArguments(call.arguments))) continue;
    return { effect: rule.effect, rule: rule.id, ...(rule.message !== undefined && { message: rule.message }), timeoutMs: rule.timeoutMs ?? policy.timeoutMs };
  }
  return { effect: call.method === 'tools/call' ? policy.fallback : 'allow', timeoutMs: policy.timeoutMs };
}

/**
 * Whether a tool is denied whatever it is called with: then the model need not know of it.
 *
 * @example
 * ```ts
 * const policy = compilePolicy(parsePolicy('{ "version": 1, "default": "deny", "rules": [] }'));
 * const shown = ['read_file', 'write_file'].filter((tool) => !isAlwaysDenied(policy, { server: 'files', direction: 'to_server', method: 'tools/call', tool }));
 * ```
 */
export function isAlwaysDenied(policy: CompiledPolicy, call: PolicyCall): boolean {
  for (const { rule, fits, fitsArguments } of policy.rules) {
    if (!fits(call) || (fitsArguments && rule.effect === 'deny')) continue;
    return rule.effect === 'deny';
  }
  return policy.fallback === 'deny';
}
