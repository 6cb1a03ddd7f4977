import type { Turn } from '../model/types.ts';
import type { TurnStatistics } from '../stats.ts';
import type { Call } from './count-calls.ts';
import { createTally } from './distribution.ts';
import type { CatalogKind, UsedTurns } from './types.ts';

/** The turns of a session with what they took, in display order. */
export interface CountedTurns {
  readonly turns: readonly Turn[];
  readonly taken: ReadonlyMap<string, TurnStatistics>;
}

/**
 * Looks at the turns in which something was used.
 *
 * @param calls - Its calls by turn. Without a call that is known, an empty list.
 */
export function usedTurns(kind: CatalogKind, calls: ReadonlyMap<string, readonly Call[]>, { turns, taken }: CountedTurns): UsedTurns {
  const used = turns.filter(({ id }) => calls.has(id));
  const [duration, tokens] = [createTally(), createTally()];
  let [steps, failedSteps] = [0, 0];
  for (const turn of used) {
    const { durationUs = turn.durationUs, inputTokens = 0, outputTokens = 0, steps: count = 0, failed = 0 } = taken.get(turn.id) ?? {};
    duration.add(durationUs);
    tokens.add(inputTokens + outputTokens);
    steps += count;
    failedSteps += failed;
  }
  const [first] = used;
  const over = first?.prompt !== undefined && first.outcome !== undefined;
  // Who has a skill used again in a later turn was not content with what it did before.
  const again = kind === 'skill' && used.length > 1;
  const accepted = over && first.outcome === 'success' && !again && wentWell(calls.get(first.id)?.at(-1));
  return { count: used.length, first: over ? 1 : 0, accepted: accepted ? 1 : 0, steps, failedSteps, durationUs: duration.value(), tokens: tokens.value() };
}

function wentWell(last: Call | undefined): boolean {
  return last === undefined || (last.status !== 'failed' && last.status !== 'denied' && last.status !== 'interrupted');
}
