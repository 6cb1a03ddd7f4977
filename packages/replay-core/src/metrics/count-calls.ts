import type { Step } from '../model/types.ts';
import { createTally } from './distribution.ts';
import type { CallMetrics } from './types.ts';

/** What is looked at of a call. */
export type Call = Pick<Step, 'id' | 'status' | 'durationUs' | 'turnId'>;

/** Counts calls. @param retriesOf - How often a call was tried again: asked with the first attempt. */
export function countCalls(calls: readonly Call[], retriesOf: (stepId: string) => number): CallMetrics {
  const latency = createTally();
  let [failed, denied, interrupted, retries] = [0, 0, 0, 0];
  for (const { id, status, durationUs } of calls) {
    if (durationUs !== undefined) latency.add(durationUs);
    if (status === 'failed') failed += 1;
    else if (status === 'denied') denied += 1;
    else if (status === 'interrupted') interrupted += 1;
    retries += retriesOf(id);
  }
  return { calls: calls.length, failed, denied, interrupted, retries, latencyUs: latency.value() };
}
