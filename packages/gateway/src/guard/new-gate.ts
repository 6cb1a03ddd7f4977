import { createMessageGate, type MessageGate, type MessageGateOptions } from '../gate/message-gate.ts';
import { compilePolicy, type CompiledPolicy } from '../policy/compile-policy.ts';
import type { PolicySource } from '../policy/policy-file.ts';
import type { GuardMode } from './guard-messages.ts';

const EVERYTHING: CompiledPolicy = compilePolicy({ version: 1, default: 'allow', rules: [] });

/**
 * What makes the gates of a tap; undefined where everything may pass. In mode `strict` there is one without a policy, too: of what two readers could read in two ways
 * a recording says what one of them did.
 */
export function gateMaker({ mode, source, ...about }: Omit<MessageGateOptions, 'policy'> & { readonly mode: GuardMode; readonly source: PolicySource | undefined }): (() => MessageGate) | undefined {
  if (!source && mode !== 'strict') return undefined;
  return () => createMessageGate({ ...about, policy: () => source?.current() ?? EVERYTHING });
}
