import { BEFORE_FIRST_PROMPT } from '../model/turns.ts';
import { compareOrder, type Order } from './order.ts';
import { joinedSteps } from './joined-steps.ts';
import type { IndexState } from './state.ts';
import { statusOfStep, type StepState } from './step-state.ts';
import type { MarkState, NamedTurn, PromptState } from './turn-state.ts';

/** All that an index knows of one turn. */
export interface TurnParts {
  readonly id: string;
  /** In display order. */
  readonly prompts: PromptState[];
  named: NamedTurn | undefined;
  /** The ids of its steps in display order. */
  steps: readonly string[];
  /** The first of its steps. */
  firstStep: Pick<StepState, 'first' | 'chunk'> | undefined;
  /** How many of its steps failed or were denied. */
  failed: number;
  /** In display order. */
  readonly marks: MarkState[];
}

/** Who belongs to which turn: worked out of everything that is known, whatever came when. */
export interface Layout {
  /** In display order. */
  readonly turns: readonly TurnParts[];
  readonly byId: ReadonlyMap<string, TurnParts>;
  /** The turn of the last prompt up to a record. */
  turnAt(order: Order): string | undefined;
  /** A step as all its witnesses tell it; undefined for one that has no entry, or is a part of another one. */
  stepOf(id: string): StepState | undefined;
  /** The turn of a step, or of the one that it is a part of; undefined for one that has no entry. */
  turnOfStep(id: string): string | undefined;
  /** The first prompt after another. */
  promptAfter(prompt: PromptState): PromptState | undefined;
}

/** Works out the turns; `over` is whether the session is. The rules are those of the model: a step stands where its first record that names a turn says, else in the turn of its time. */
export function layOut(state: IndexState, over: boolean): Layout {
  const { prompts: unordered, marks, named, steps } = state;
  const { merged, partOf } = joinedSteps(state);
  const prompts = unordered.toSorted((a, b) => compareOrder(a.order, b.order));
  const turns = new Map<string, TurnParts>();
  const partsOf = (id: string): TurnParts => {
    const known = turns.get(id);
    if (known) return known;
    const parts: TurnParts = { id, prompts: [], named: named.get(id), steps: [], firstStep: undefined, failed: 0, marks: [] };
    turns.set(id, parts);
    return parts;
  };
  const placeOf = (order: Order): number => lastUpTo(prompts, order);
  const turnAt = (order: Order): string | undefined => prompts[placeOf(order)]?.turn;
  const turnOf = (step: StepState): string => step.named?.turn ?? turnAt(step.first) ?? BEFORE_FIRST_PROMPT;
  const stepOf = (id: string): StepState | undefined => (partOf.has(id) ? undefined : (merged.get(id) ?? steps.get(id)));
  const turnOfStep = (id: string): string | undefined => {
    const step = stepOf(partOf.get(id) ?? id);
    return step && turnOf(step);
  };
  for (const prompt of prompts) partsOf(prompt.turn).prompts.push(prompt);
  for (const id of named.keys()) partsOf(id);
  const stepsOf = new Map<TurnParts, Pick<StepState, 'id' | 'first' | 'chunk'>[]>();
  for (const one of steps.values()) {
    if (partOf.has(one.id)) continue;
    const step = merged.get(one.id) ?? one;
    const parts = partsOf(turnOf(step));
    const status = statusOfStep(step, over);
    if (status === 'failed' || status === 'denied') parts.failed += 1;
    const { id, first, chunk } = step;
    const own = stepsOf.get(parts);
    if (own) own.push({ id, first, chunk });
    else stepsOf.set(parts, [{ id, first, chunk }]);
  }
  for (const [parts, own] of stepsOf) {
    own.sort((a, b) => compareOrder(a.first, b.first));
    parts.steps = own.map(({ id }) => id);
    parts.firstStep = own[0];
  }
  for (const mark of marks) {
    const id = mark.turn ?? (mark.step === undefined ? undefined : turnOfStep(mark.step)) ?? turnAt(mark.order);
    if (id !== undefined) partsOf(id).marks.push(mark);
  }
  const heads = new Map<TurnParts, Order>();
  for (const parts of turns.values()) {
    parts.marks.sort((a, b) => compareOrder(a.order, b.order));
    const head = headOf(parts);
    if (head) heads.set(parts, head);
  }
  return {
    turns: [...heads].sort(([, a], [, b]) => compareOrder(a, b)).map(([parts]) => parts),
    byId: turns,
    turnAt,
    stepOf,
    turnOfStep,
    promptAfter: (prompt) => prompts[placeOf(prompt.order) + 1],
  };
}

/** What decides the place of a turn among the others: its first prompt, else its first record. */
export function headOf({ prompts, named, firstStep }: TurnParts): Order | undefined {
  const [prompt] = prompts;
  if (prompt) return prompt.order;
  return [named?.first, firstStep?.first].filter((order) => order !== undefined).sort(compareOrder)[0];
}

/** The place of the last prompt up to a record; -1 when there is none. */
function lastUpTo(prompts: readonly PromptState[], order: Order): number {
  let low = 0;
  let high = prompts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const prompt = prompts[middle];
    if (prompt && compareOrder(prompt.order, order) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
