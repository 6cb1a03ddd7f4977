import { compareRecords } from '@playhead/protocol';
import { type Entry, insertEntry, placeOf, removeEntry } from './entry.ts';
import { GrowingList } from './growing-list.ts';
import type { CallJoiner } from '../witnesses/call-joiner.ts';
import { buildStep } from './steps.ts';
import { buildTurn, opensTurn, TURN_TYPES } from './turns.ts';
import type { Step, Turn } from './types.ts';

/** The entries of one step, with the step as last put together. */
export class StepGroup {
  readonly id: string;
  entries: Entry[] = [];
  turnId: string | undefined;
  #step: Step | undefined;

  constructor(id: string) {
    this.id = id;
  }

  /** The step, if it was put together since its last change. */
  get step(): Step | undefined {
    return this.#step;
  }

  touch(): void {
    this.#step = undefined;
  }

  build(over: boolean, joiner?: CallJoiner): Step {
    if (!this.#step) this.entries = this.entries.slice(); // a list that grew has room for a dozen more, which most steps never need
    if (this.#step) return this.#step;
    const step = buildStep({ id: this.id, ...(this.turnId !== undefined && { turnId: this.turnId }), over }, this.entries);
    return (this.#step = joiner?.judged(step, this.entries) ?? step);
  }
}

/** The entries of one turn, with the turn as last put together. */
export class TurnGroup {
  readonly id: string;
  readonly steps: Set<StepGroup> = new Set();
  readonly #told: Entry[] = [];
  readonly #prompts: Entry[] = [];
  readonly #entries: GrowingList<Entry> = new GrowingList();
  #ordered: StepGroup[] | undefined;
  #built: readonly Step[] = [];
  readonly #changed: Set<StepGroup> = new Set();
  #turn: Turn | undefined;

  constructor(id: string) {
    this.id = id;
  }

  /** In display order. */
  get entries(): readonly Entry[] {
    return this.#entries.items;
  }

  /** What decides its place among the turns. */
  get head(): Entry | undefined {
    return this.#prompts[0] ?? this.entries[0];
  }

  add(entry: Entry): void {
    this.#entries.insert(placeOf(this.entries, entry.record), entry);
    if (isTold(entry)) insertEntry(this.#told, entry);
    if (opensTurn(entry)) insertEntry(this.#prompts, entry);
    this.#turn = undefined;
  }

  has(entry: Entry): boolean {
    return this.entries[placeOf(this.entries, entry.record)] === entry;
  }

  remove(entry: Entry): void {
    const place = placeOf(this.entries, entry.record);
    this.#entries.remove(place);
    if (isTold(entry)) removeEntry(this.#told, entry);
    if (opensTurn(entry)) removeEntry(this.#prompts, entry);
    this.#turn = undefined;
  }

  /** Takes a step in. */
  addStep(group: StepGroup): void {
    this.steps.add(group);
    const last = this.#ordered?.at(-1);
    if (this.#ordered && (!last || compareSteps(last, group) < 0)) this.#ordered.push(group);
    else this.#ordered = undefined;
    this.touchStep(group);
  }

  /** Lets a step go, or learns that its place may have changed. */
  moveStep(group: StepGroup, stays: boolean): void {
    if (!stays) this.steps.delete(group);
    this.#ordered = undefined;
    this.#turn = undefined;
  }

  /** Learns that a step changed. */
  touchStep(group: StepGroup): void {
    this.#changed.add(group);
    this.#turn = undefined;
  }

  /** Learns that the session is over, or not. */
  touch(): void {
    this.#turn = undefined;
  }

  build(over: boolean): Turn {
    return (this.#turn ??= buildTurn({
      id: this.id, entries: this.entries, told: this.#told, steps: this.#buildSteps(over), all: this.#entries.view(), over,
    }));
  }

  #buildSteps(over: boolean): readonly Step[] {
    if (!this.#ordered) {
      this.#ordered = [...this.steps].sort(compareSteps);
      this.#built = this.#ordered.map((group) => group.build(over));
    } else if (this.#changed.size > 0) {
      const built = this.#built.slice();
      for (const group of this.#changed) built[placeOfStep(this.#ordered, group)] = group.build(over);
      this.#built = built;
    }
    this.#changed.clear();
    return this.#built;
  }
}

function compareSteps(a: StepGroup, b: StepGroup): number {
  const [first] = a.entries;
  const [second] = b.entries;
  return first && second ? compareRecords(first.record, second.record) : 0;
}

function placeOfStep(ordered: readonly StepGroup[], group: StepGroup): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = ordered[middle];
    if (other && compareSteps(other, group) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isTold({ record }: Entry): boolean {
  return record.agent === undefined && TURN_TYPES.has(record.type);
}
