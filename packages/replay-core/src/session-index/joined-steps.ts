import type { CallFacts } from '../witnesses/call-facts.ts';
import { CallPairs } from '../witnesses/call-pairs.ts';
import type { IndexState } from './state.ts';
import { mergeSteps, type StepState } from './step-state.ts';

/** Steps that two witnesses tell under an id each. */
export interface JoinedSteps {
  /** As both tell them, by the id that the agent gives them. */
  readonly merged: ReadonlyMap<string, StepState>;
  /** From the id of the boundary to that of the agent. */
  readonly partOf: ReadonlyMap<string, string>;
}

/** Works out which steps are one, as the model does. */
export function joinedSteps(state: Pick<IndexState, 'told' | 'steps'>): JoinedSteps {
  const merged = new Map<string, StepState>();
  const pairs = new CallPairs();
  if (![...state.told.values()].some(({ boundary, agent }) => boundary && !agent)) return { merged, partOf: pairs.all };
  for (const call of callsOf(state)) pairs.tell(call);
  pairs.settle();
  for (const [other, own] of pairs.all) {
    const [a, b] = [state.steps.get(own), state.steps.get(other)];
    if (a && b) merged.set(own, mergeSteps(a, b));
  }
  return { merged, partOf: pairs.all };
}

/** What is known of calls of MCP tools. */
export function* callsOf({ told, steps }: Pick<IndexState, 'told' | 'steps'>): Generator<CallFacts, void, undefined> {
  for (const [id, opened] of told) yield { id, opened, ended: steps.get(id)?.closed };
}
