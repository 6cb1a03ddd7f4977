import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** One test of a run. */
export interface TestCase {
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** The suite or file it belongs to. */
  readonly suite?: string;
  /** Why it failed. */
  readonly message?: string;
  /** How long it took, in microseconds. */
  readonly durationUs?: number;
}

/** A test run ended. */
export interface TestResultData {
  /** Such as `node:test` or `vitest`. */
  readonly framework?: string;
  /** How many tests passed. */
  readonly passed: number;
  /** How many tests failed. */
  readonly failed: number;
  /** How many tests were skipped. */
  readonly skipped?: number;
  /** How long it took, in microseconds. */
  readonly durationUs?: number;
  /** The single tests, as far as the output names them. */
  readonly cases?: readonly TestCase[];
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `test_result`. */
export const testResult: EventDefinition<'test_result', TestResultData> = defineEvent<TestResultData>()({
  type: 'test_result',
  kind: 'test',
  title: 'Tests',
  step: 'describes',
  summary: (data) => `${data.failed} failed, ${data.passed} passed`,
  severity: (data) => (data.failed > 0 ? 'error' : 'success'),
});
