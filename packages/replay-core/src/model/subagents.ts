import type { Entry } from './entry.ts';
import { dataOf, stringIn } from './read-data.ts';
import type { Step, SubagentRun } from './types.ts';

/**
 * The subagents of a session, in the order they started.
 *
 * @param firsts - The first entry of each subagent.
 * @param starts - The `subagent_start` entries.
 * @param stops - The `subagent_stop` entries.
 * @param starters - The steps that started a subagent.
 */
export function subagentsOf(
  firsts: readonly Entry[], starts: readonly Entry[], stops: readonly Entry[], starters: readonly Step[],
): readonly SubagentRun[] {
  return firsts.flatMap((first) => {
    const id = first.record.agent;
    if (id === undefined) return [];
    const isIts = ({ record }: Entry): boolean => record.agent === id;
    const start = starts.find(isIts);
    const stop = stops.findLast(isIts);
    const type = (start && stringIn(dataOf(start.record), 'agentType')) ?? (stop && stringIn(dataOf(stop.record), 'agentType'));
    const description = start && stringIn(dataOf(start.record), 'description');
    const parentStepId = start?.record.call ?? starters.find((step) => step.startedAgentId === id)?.id;
    return [{
      id, ...(type !== undefined && { type }), ...(description !== undefined && { description }),
      ...(parentStepId !== undefined && { parentStepId }),
      startedAt: (start ?? first).record.at, ...(stop && { endedAt: stop.record.at }),
    }];
  });
}
