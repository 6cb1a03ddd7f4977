// A name added here is a promise.

// A redactor: rules and engine are loaded when it is made
export { createRedactor } from './create-redactor.ts';
export type {
  Redacted, RedactHook, RedactionFinding, RedactionPolicy, Redactor, RedactorOptions, RedactRecordOptions, StreamRedactor, UserRule,
} from './redactor.ts';

// Where something comes from
export { sensitiveSource } from './sensitive-source.ts';
export type { SensitiveSource, Source } from './sensitive-source.ts';
export { createSensitiveCalls } from './sensitive-calls.ts';
export type { SensitiveCalls } from './sensitive-calls.ts';
