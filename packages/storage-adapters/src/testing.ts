// A name added here is a promise.

// The conformance suite for every storage adapter
export { testStorage } from './testing/suite.ts';
export type { TestStorageOptions } from './testing/suite.ts';
export type { Expect } from './testing/rule.ts';

// A storage that fails on purpose
export { faultyStorage } from './testing/faulty/faulty-storage.ts';
export type { FaultyStorage } from './testing/faulty/faulty-storage.ts';
export type { Fault, FaultControl, FaultEffect, FaultError, FaultPlan, FaultyCall, StruckCall } from './testing/faulty/plan.ts';
