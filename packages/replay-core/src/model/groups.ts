import { type Entry, insertEntry, placeOf, removeEntry } from './entry.ts';
import { GrowingList } from './growing-list.ts';
import { buildStep } from './steps.ts';
import { buildTurn, opensTurn, TURN_TYPES } from './turns.ts';
import type { Step, Turn } from './types.ts';

/** The entries of one step, with the step as last put together. */
export class StepGroup {
  readonly id: string;
  readonly entries: Entry[] = [];
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

  build(over: boolean): Step {
    return (this.#step ??= buildStep({ id: this.id, ...(this.turnId !== undefined && { turnId: this.turnId }), over }, this.entries));
  }
}

/** The entries of one turn, with the turn as last put together. */
export class TurnGroup {
  readonly id: string;
  readonly entries: Entry[] = [];
  readonly steps: Set<StepGroup> = new Set();
  readonly #told: Entry[] = [];
  readonly #prompts: Entry[] = [];
  readonly #ids: GrowingList<string> = new GrowingList();
  #ordered: StepGroup[] | undefined;
  #built: readonly Step[] | undefined;
  #turn: Turn | undefined;

  constructor(id: string) {
    this.id = id;
  }

  /** What decides its place among the turns. */
  get head(): Entry | undefined {
    return this.#prompts[0] ?? this.entries[0];
  }

  add(entry: Entry): void {
    this.#ids.insert(insertEntry(this.entries, entry), entry.record.id);
    if (isTold(entry)) insertEntry(this.#told, entry);
    if (opensTurn(entry)) insertEntry(this.#prompts, entry);
    this.#turn = undefined;
  }

  has(entry: Entry): boolean {
    return this.entries[placeOf(this.entries, entry.record)] === entry;
  }

  remove(entry: Entry): void {
    const place = placeOf(this.entries, entry.record);
    this.entries.splice(place, 1);
    this.#ids.remove(place);
    if (isTold(entry)) removeEntry(this.#told, entry);
    if (opensTurn(entry)) removeEntry(this.#prompts, entry);
    this.#turn = undefined;
  }

  /** Says that a step changed, or its place. */
  touchSteps(orderToo: boolean): void {
    if (orderToo) this.#ordered = undefined;
    this.#built = undefined;
    this.#turn = undefined;
  }

  build(over: boolean, place: (a: StepGroup, b: StepGroup) => number): Turn {
    if (this.#turn) return this.#turn;
    this.#ordered ??= [...this.steps].sort(place);
    this.#built ??= this.#ordered.map((group) => group.build(over));
    this.#turn = buildTurn({
      id: this.id, entries: this.entries, told: this.#told, steps: this.#built, eventIds: this.#ids.view(), over,
    });
    return this.#turn;
  }
}

function isTold({ record }: Entry): boolean {
  return record.agent === undefined && TURN_TYPES.has(record.type);
}
