// A name added here is a promise.

// The conformance suite for every storage adapter
export { testStorage } from './testing/suite.ts';
export type { TestStorageOptions } from './testing/suite.ts';
export type { Expect } from './testing/rule.ts';
