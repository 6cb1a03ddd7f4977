import { iterationsOf } from '../iterations.ts';
import { lengthOf } from '../model/read-data.ts';
import type { SessionModel } from '../model/types.ts';
import { createTally } from './distribution.ts';
import type { LoopMetrics } from './types.ts';

/** What a critic says who approves. */
const APPROVED = 'done';

/** The rounds of a session; undefined where there are none. A round that comes twice counts as it stands last. */
export function loopMetrics(model: SessionModel): LoopMetrics | undefined {
  const rounds = [...new Map(iterationsOf(model).map((iteration) => [iteration.index, iteration])).values()].sort((a, b) => a.index - b.index);
  if (rounds.length === 0) return undefined;
  const cycle = createTally();
  let [decided, approved, feedbacks, feedbackCharacters] = [0, 0, 0, 0];
  for (const { startedAt, at, critic, decision } of rounds) {
    cycle.add(at - startedAt);
    if (decision !== undefined) decided += 1;
    if (decision?.toLowerCase() === APPROVED) approved += 1;
    if (lengthOf(critic) > 0) feedbacks += 1;
    feedbackCharacters += lengthOf(critic);
  }
  const first = rounds.find(({ decision }) => decision !== undefined);
  return {
    count: rounds.length, decided, approved, feedbacks, feedbackCharacters, cycleUs: cycle.value(),
    ...(first && { firstApproved: first.decision?.toLowerCase() === APPROVED }),
  };
}
