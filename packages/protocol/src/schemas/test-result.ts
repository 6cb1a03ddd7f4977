import * as z from 'zod/mini';
import type { TestCase, TestResultData } from '../events/test-result.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

const testCase: Schema<TestCase> = objectSchema<TestCase>({
  name: z.string(),
  status: z.enum(['passed', 'failed', 'skipped']),
  suite: z.optional(z.string()),
  message: z.optional(z.string()),
  durationUs: z.optional(z.number()),
});

/** Checks the data of `test_result`. */
export const testResultSchema: Schema<TestResultData> = objectSchema<TestResultData>({
  framework: z.optional(z.string()),
  passed: z.number(),
  failed: z.number(),
  skipped: z.optional(z.number()),
  durationUs: z.optional(z.number()),
  cases: z.optional(z.array(testCase)),
  extra: z.optional(jsonObject),
});
