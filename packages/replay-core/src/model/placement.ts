import { compareRecords, type SessionRecord } from '@playhead/protocol';
import { type Entry, insertEntry, placeOf, removeEntry } from './entry.ts';
import { eventOf } from './event-of.ts';
import { StepGroup, TurnGroup } from './groups.ts';
import type { EntryLog } from './log.ts';
import { BEFORE_FIRST_PROMPT, opensTurn } from './turns.ts';

/** What a part of a log cannot tell: known where the rest is known. */
export interface PartOfLog {
  /** Whether the session is over. */
  readonly over: boolean;
  /** The turn of a step; undefined where its records tell. */
  readonly turnOfStep: (stepId: string) => string | undefined;
}

/** Keeps every entry in the step and turn it belongs to, whatever arrives when. */
export class Placement {
  readonly turns: Map<string, TurnGroup> = new Map();
  readonly touchedSteps: Set<StepGroup> = new Set();
  readonly touchedTurns: Set<TurnGroup> = new Set();
  /** Set when turns came, went or moved. */
  orderChanged = false;
  readonly #log: EntryLog;
  readonly #steps: Map<string, StepGroup> = new Map();
  readonly #prompts: Entry[] = [];

  readonly #turnOfStep: PartOfLog['turnOfStep'] | undefined;

  constructor(log: EntryLog, turnOfStep?: PartOfLog['turnOfStep']) {
    this.#log = log;
    this.#turnOfStep = turnOfStep;
  }

  /** Every step, in no order. */
  get steps(): Iterable<StepGroup> {
    return this.#steps.values();
  }

  step(id: string): StepGroup | undefined {
    return this.#steps.get(id);
  }

  /** Places an entry that the log just got. */
  add(entry: Entry): void {
    if (opensTurn(entry)) this.#movePrompt(entry, (list) => void insertEntry(list, entry));
    const group = this.#stepOf(entry);
    if (group) {
      this.#changed(group, insertEntry(group.entries, entry) === 0);
      this.#placeStep(group);
    }
    this.#placeEntry(entry, group);
  }

  /** Takes out an entry that the log just lost. */
  remove(entry: Entry): void {
    this.#leaveTurn(entry);
    const group = this.#stepOf(entry);
    if (group) {
      removeEntry(group.entries, entry);
      this.#changed(group, true);
      if (group.entries.length === 0) this.#drop(group);
      else this.#placeStep(group);
    }
    if (opensTurn(entry)) this.#movePrompt(entry, (list) => removeEntry(list, entry));
  }

  /** Puts a step together anew though none of its records changed. */
  touchStep(group: StepGroup): void {
    this.#changed(group, false);
  }

  #stepOf(entry: Entry): StepGroup | undefined {
    const id = entry.event.stepId;
    if (id === undefined) return undefined;
    const group = this.#steps.get(id) ?? new StepGroup(id);
    this.#steps.set(id, group);
    return group;
  }

  #drop(group: StepGroup): void {
    this.#steps.delete(group.id); // stays among the touched ones, so that whoever knows it hears that it is empty
    this.#turn(group.turnId)?.moveStep(group, false);
  }

  #changed(group: StepGroup, moved: boolean): void {
    group.touch();
    this.touchedSteps.add(group);
    const turn = group.turnId === undefined ? undefined : this.turns.get(group.turnId);
    if (moved) turn?.moveStep(group, true);
    turn?.touchStep(group);
    if (turn) this.touchedTurns.add(turn);
  }

  /** A step stands where its first record that names a turn says, else in the turn of its time. */
  #placeStep(group: StepGroup): void {
    const [first] = group.entries;
    const named = group.entries.find(({ record }) => record.turn !== undefined)?.record.turn;
    const turnId = this.#turnOfStep?.(group.id) ?? named ?? (first && this.#turnAt(first.record)) ?? BEFORE_FIRST_PROMPT;
    if (turnId === group.turnId) return;
    this.#turn(group.turnId)?.moveStep(group, false);
    group.turnId = turnId;
    this.#turn(turnId)?.addStep(group);
    this.#changed(group, false);
    for (const entry of group.entries) this.#placeEntry(entry, group);
  }

  #placeEntry(entry: Entry, group: StepGroup | undefined): void {
    const turnId = entry.record.turn ?? group?.turnId ?? (opensTurn(entry) ? entry.record.id : this.#turnAt(entry.record));
    const present = this.turns.get(turnId ?? '');
    if (entry.event.turnId === turnId && (turnId === undefined || present?.has(entry))) return;
    this.#leaveTurn(entry);
    if (entry.event.turnId !== turnId) this.#log.show(entry, eventOf(entry.event, entry.record, { stepId: entry.event.stepId, turnId }));
    const turn = this.#turn(turnId);
    if (!turn) return;
    const head = turn.head;
    turn.add(entry);
    if (turn.head !== head) this.orderChanged = true;
  }

  #leaveTurn(entry: Entry): void {
    const turn = entry.event.turnId === undefined ? undefined : this.turns.get(entry.event.turnId);
    if (!turn?.has(entry)) return;
    const head = turn.head;
    turn.remove(entry);
    this.touchedTurns.add(turn);
    if (turn.head !== head) this.orderChanged = true;
  }

  #turn(id: string | undefined): TurnGroup | undefined {
    if (id === undefined) return undefined;
    const turn = this.turns.get(id) ?? new TurnGroup(id);
    this.turns.set(id, turn);
    this.touchedTurns.add(turn);
    return turn;
  }

  /** The turn of the last prompt up to a record. */
  #turnAt(record: SessionRecord): string | undefined {
    const last = this.#prompts.at(-1);
    if (!last) return undefined;
    if (compareRecords(last.record, record) <= 0) return turnIdOf(last);
    const place = placeOf(this.#prompts, record);
    const prompt = this.#prompts[place]?.record === record ? this.#prompts[place] : this.#prompts[place - 1];
    return prompt && turnIdOf(prompt);
  }

  /** What lies between a late prompt and the next one belongs to another turn from now on. */
  #movePrompt(entry: Entry, change: (prompts: Entry[]) => void): void {
    change(this.#prompts);
    const next = this.#prompts.find(({ record }) => compareRecords(record, entry.record) > 0);
    const end = next ? this.#log.placeOf(next.record) : this.#log.entries.length;
    const groups = new Set<StepGroup>();
    for (const other of this.#log.entries.slice(this.#log.placeOf(entry.record), end)) {
      if (other === entry) continue;
      const group = other.event.stepId === undefined ? undefined : this.#steps.get(other.event.stepId);
      if (group) groups.add(group);
      else this.#placeEntry(other, undefined);
    }
    for (const group of groups) this.#placeStep(group);
  }
}

function turnIdOf(prompt: Entry): string {
  return prompt.record.turn ?? prompt.record.id;
}
