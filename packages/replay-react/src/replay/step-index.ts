import type { SessionModel, Step, Turn } from '@playhead/replay-core';

/** The steps of a growing session by id. */
export interface StepIndex {
  /**
   * Takes in a newer model of the same session, or any other one. Turns that did not change are passed over.
   *
   * @returns The steps that are new or different since the last call.
   */
  update(model: Pick<SessionModel, 'turns'>): readonly Step[];
  get(id: string): Step | undefined;
}

/** Makes an empty index. */
export function createStepIndex(): StepIndex {
  let turns: readonly Turn[] = [];
  let steps = new Map<string, Step>();
  return {
    update(model) {
      if (model.turns === turns) return [];
      const grown = model.turns.length >= turns.length && turns.every((turn, index) => turn === model.turns[index] || turn.id === model.turns[index]?.id);
      if (!grown) steps = new Map();
      const before = grown ? turns : [];
      turns = model.turns;
      return turns.flatMap((turn, index) => (turn === before[index] ? [] : changedSteps(before[index]?.steps ?? [], turn.steps))).filter((step) => {
        const changed = steps.get(step.id) !== step;
        steps.set(step.id, step);
        return changed;
      });
    },
    get: (id) => steps.get(id),
  };
}

function changedSteps(before: readonly Step[], now: readonly Step[]): readonly Step[] {
  return before === now ? [] : now.filter((step, index) => step !== before[index]);
}

/** The steps of a growing session that a pane can show, found by time. */
export interface FittingSteps {
  update(model: Pick<SessionModel, 'turns'>): void;
  /** The last one that began at or before a time, else the first of all. Microseconds since the Unix epoch. */
  at(time: number): Step | undefined;
}

interface FittingTurn {
  readonly turn: Turn;
  /** Where they stand in the turn. */
  readonly places: readonly number[];
}

/** Keeps the steps that a pane can show; only what changed is looked at again. */
export function createFittingSteps(fits: (step: Step) => boolean): FittingSteps {
  let known: readonly FittingTurn[] = [];
  let filled: readonly FittingTurn[] = [];
  return {
    update({ turns }) {
      if (turns.length === known.length && turns.every((turn, index) => turn === known[index]?.turn)) return;
      known = turns.map((turn, index) => {
        const before = known[index];
        return before?.turn === turn ? before : { turn, places: fittingOf(turn, before, fits) };
      });
      filled = known.filter(({ places }) => places.length > 0);
    },
    at(time) {
      const found = filled[Math.max(0, lastAt(filled, ({ turn, places }) => turn.steps[places[0] ?? 0]?.startedAt ?? 0, time))];
      if (!found) return undefined;
      const { turn, places } = found;
      return turn.steps[places[Math.max(0, lastAt(places, (place) => turn.steps[place]?.startedAt ?? 0, time))] ?? -1];
    },
  };
}

function fittingOf(turn: Turn, before: FittingTurn | undefined, fits: (step: Step) => boolean): readonly number[] {
  const old = before?.turn.id === turn.id ? before : undefined;
  const differs = old ? turn.steps.findIndex((step, index) => step !== old.turn.steps[index]) : 0;
  const from = differs < 0 ? turn.steps.length : differs;
  const places = old ? old.places.filter((place) => place < from) : [];
  for (let place = from; place < turn.steps.length; place++) {
    const step = turn.steps[place];
    if (step && fits(step)) places.push(place);
  }
  return places;
}

/** The index of the last item whose time is at or before a time; -1 when there is none. Items are in order. */
export function lastAt<Item>(items: readonly Item[], timeOf: (item: Item) => number, time: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && timeOf(item) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
