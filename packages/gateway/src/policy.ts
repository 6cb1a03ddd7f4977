// A name added here is a promise.

// What may pass a connection, as data
export { parsePolicy } from './policy/policy-schema.ts';
export { compilePolicy } from './policy/compile-policy.ts';
export type { CompiledPolicy, CompiledRule } from './policy/compile-policy.ts';
export { decide, isAlwaysDenied } from './policy/decide.ts';
export { openPolicyFile } from './policy/policy-file.ts';
export type { PolicySource } from './policy/policy-file.ts';
export type { Policy, PolicyCall, PolicyDecision, PolicyEffect, PolicyRule, TextPattern, ValuePattern } from './policy/policy.ts';

// Its place on a connection
export { createMessageGate } from './gate/message-gate.ts';
export type { GateVerdict, HeldMessage, MessageGate, MessageGateOptions, StoppedMessage } from './gate/message-gate.ts';

// A server behind it
export { guardStdio } from './guard-stdio.ts';
export type { GuardStdioOptions } from './guard-stdio.ts';
export { guardHttp } from './guard-http.ts';
export type { GuardHttpOptions } from './guard-http.ts';
export type { GuardOptions } from './guard/guard-options.ts';
export type { GuardMode } from './guard/guard-messages.ts';
