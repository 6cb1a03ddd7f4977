import { PackedTexts } from './packed-texts.ts';
import { Rows } from './rows.ts';
import type { IndexState } from './state.ts';
import { readStepRow, stepRow } from './step-row.ts';
import { beginStep, tellStep, type StepNews, type StepState } from './step-state.ts';

/** So many steps are at hand; the others are written down, which takes a fraction of the memory. */
const MOST_AT_HAND = 100;

/** The steps of a session. */
export class StepList {
  readonly #state: IndexState;
  readonly #rows: Rows;
  readonly #packed: PackedTexts = new PackedTexts();
  /** In the order of their first records in the log; a number is the place of what is written down. */
  readonly #steps: Map<string, number | StepState> = new Map();
  /** Those that are not written down, the one that was touched last at the end. */
  readonly #atHand: Map<string, StepState> = new Map();

  constructor(state: IndexState) {
    this.#state = state;
    this.#rows = new Rows(state);
  }

  get size(): number { return this.#steps.size; }

  get(id: string): StepState | undefined {
    const step = this.#steps.get(id);
    return typeof step === 'number' ? this.#read(id, step) : step;
  }

  has(id: string): boolean {
    return this.#steps.has(id);
  }

  /** Takes a record into its step, which it may begin. */
  tell(news: StepNews): void {
    const { id } = news;
    const known = this.get(id);
    if (known) tellStep(known, news);
    const step = known ?? beginStep(news);
    this.#atHand.delete(id);
    this.#atHand.set(id, step);
    this.#steps.set(id, step);
    const [oldest] = this.#atHand.size > MOST_AT_HAND ? this.#atHand : [];
    if (!oldest) return;
    this.#atHand.delete(oldest[0]);
    this.#steps.set(oldest[0], this.#packed.add(stepRow(oldest[1], this.#state)) ?? oldest[1]);
  }

  /** Puts back a step that was written down. @throws TypeError when that was no step. */
  restore(id: string, row: string): void {
    const step = readStepRow(id, row, this.#rows);
    this.#steps.set(id, this.#packed.add(row) ?? step);
  }

  #read(id: string, place: number): StepState {
    return readStepRow(id, this.#packed.get(place), this.#rows);
  }

  /** One after the other, so that not all are in memory at once. */
  *values(): Generator<StepState, void, undefined> {
    for (const [id, step] of this.#steps) yield typeof step === 'number' ? this.#read(id, step) : step;
  }

  /** The steps as they are written down. */
  *rows(): Generator<readonly [id: string, row: string], void, undefined> {
    for (const [id, step] of this.#steps) yield [id, typeof step === 'number' ? this.#packed.get(step) : stepRow(step, this.#state)];
  }
}
