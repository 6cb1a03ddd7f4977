import { type CallFacts, onlySideOf } from './call-facts.ts';
import { Lane } from './lane.ts';

/**
 * Which calls that passed at the boundary are which calls of the agent, where they have no id in common. Depends on the calls alone, never on the order in which
 * they become known.
 */
export class CallPairs {
  readonly #lanes: Map<string, Lane> = new Map();
  /** The tool of each call that is in a lane. */
  readonly #tools: Map<string, string> = new Map();
  readonly #pairs: Map<string, string> = new Map();
  readonly #stale: Set<Lane> = new Set();
  /** Calls that passed, belonged to one of the agent, and are told by the agent under their own id since. */
  #left: Set<string> = new Set();

  /** Takes in what is known of a call by now. */
  tell(facts: CallFacts): void {
    const { id, opened, ended } = facts;
    const side = onlySideOf(facts);
    const told = side && opened[side];
    const before = this.#tools.get(id);
    if (before !== undefined && before !== told?.tool) {
      this.#lane(before).set(id, undefined);
      this.#tools.delete(id);
      if (this.#pairs.delete(id)) this.#left.add(id);
    }
    if (!side || !told) return;
    this.#tools.set(id, told.tool);
    this.#lane(told.tool).set(id, { ...told, id, side, ...(ended && { end: ended }) });
  }

  /** @returns The calls that passed and now belong to other calls of the agent, or to none. */
  settle(): ReadonlySet<string> {
    const changed = this.#left;
    this.#left = new Set();
    for (const lane of this.#stale) lane.settle(this.#pairs, changed);
    this.#stale.clear();
    return changed;
  }

  /** Calls at the boundary with the calls of the agent that they are. */
  get all(): ReadonlyMap<string, string> {
    return this.#pairs;
  }

  /** The call of the agent that a call at the boundary is. */
  agentCallOf(id: string): string | undefined {
    return this.#pairs.get(id);
  }

  #lane(tool: string): Lane {
    const lane = this.#lanes.get(tool) ?? new Lane();
    this.#lanes.set(tool, lane);
    this.#stale.add(lane);
    return lane;
  }
}
