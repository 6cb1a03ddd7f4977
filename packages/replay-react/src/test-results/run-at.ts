import type { ReplayState, TestRun } from '@playhead/replay-core';
import { countWhere } from '../files/change-log.ts';

/** The test run at the playhead. */
export interface RunAt {
  /** The last run that ended until then, or the one whose step is selected. */
  readonly run?: TestRun;
  /** Its place among all runs, from 0; -1 for none. */
  readonly index: number;
  /** Whether tests run at the playhead, and their results come later. */
  readonly running: boolean;
}

/** Finds the test run at the playhead, by binary search. */
export function runAt({ model, currentIndex, selectedId }: Pick<ReplayState, 'model' | 'currentIndex' | 'selectedId'>): RunAt {
  const { tests } = model;
  const event = model.events[currentIndex];
  if (!event) return { index: -1, running: false };
  const index = countWhere(tests, (run) => run.at <= event.record.at) - 1;
  const next = tests[index + 1];
  const inside = event.stepId !== undefined && next?.stepId === event.stepId;
  // Who selects the step of a run wants to see how it ended.
  const shown = inside && selectedId === event.id ? index + 1 : index;
  const run = tests[shown];
  const running = shown === index && (inside || (event.kind === 'test' && event.stepId !== undefined && event.severity === 'info' && run?.stepId !== event.stepId));
  return { index: shown, running, ...(run && { run }) };
}
