// A name added here is a promise.

// The conformance suite for every part, ours or not
export { testPart } from './testing/part-suite.ts';
export type { TestPartOptions } from './testing/part-suite.ts';
export type { Expect, PartUnderTest } from './testing/part-rule.ts';
