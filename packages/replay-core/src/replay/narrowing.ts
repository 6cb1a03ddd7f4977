import { compareRecords } from '@playhead/protocol';
import type { ModelChange } from '../model/change.ts';
import type { ReplayEvent, SessionModel, StepStatus } from '../model/types.ts';
import type { EventFilter, ShownEvents, TimeRange } from '../replay-store.ts';

/** The name of the agent itself in {@link EventFilter.agents}. */
export const MAIN_AGENT = 'main';

/** Keeps which events filter and range leave; a growing session is not looked at twice. */
export class Narrowing {
  filter: EventFilter = {};
  range: TimeRange | undefined;
  shown: ShownEvents = { narrowed: false, count: 0, includes: () => true };
  #count = 0;
  /** How each step stands, and how many events of it pass all but its status; kept only while statuses are filtered. */
  #statuses: Map<string, StepStatus> = new Map();
  #perStep: Map<string, number> = new Map();

  /** Narrows to something else. */
  narrow(filter: EventFilter, range: TimeRange | undefined, model: SessionModel): void {
    this.filter = filter;
    this.range = range;
    this.#count = 0;
    this.#perStep = new Map();
    this.#statuses = new Map();
    if (filter.statuses) for (const { steps } of model.turns) for (const step of steps) this.#statuses.set(step.id, step.status);
    if (this.#narrows) for (const event of model.events) this.#add(event, 1);
    this.shown = this.#now(model);
  }

  /** Goes on with a session that changed. @returns The first event from which on known ones may have come or gone. */
  grow(model: SessionModel, change: ModelChange): ReplayEvent | undefined {
    const before = this.#count;
    const moved = this.#restate(change);
    if (this.#narrows) {
      for (const event of change.added) this.#add(event, 1);
      for (const event of change.removed) this.#add(event, -1);
      if (!moved && before === this.#count) return undefined;
    }
    this.shown = this.#now(model);
    return moved;
  }

  /** Learns how steps stand now. @returns The first event of a step of which known events came or went. */
  #restate({ steps }: ModelChange): ReplayEvent | undefined {
    const wanted = this.filter.statuses;
    let moved: ReplayEvent | undefined;
    if (!wanted) return undefined;
    for (const [{ id, status }, first] of steps) {
      const by = Number(isOf(wanted, status)) - Number(isOf(wanted, this.#statuses.get(id)));
      const events = this.#perStep.get(id) ?? 0;
      this.#statuses.set(id, status);
      if (by === 0 || events === 0) continue;
      this.#count += by * events;
      if (!moved || compareRecords(first.record, moved.record) < 0) moved = first;
    }
    return moved;
  }

  get #narrows(): boolean {
    const { kinds, statuses, agents } = this.filter;
    return this.range !== undefined || kinds !== undefined || statuses !== undefined || agents !== undefined;
  }

  #add(event: ReplayEvent, by: 1 | -1): void {
    if (!this.#passes(event)) return;
    const { stepId } = event;
    if (this.filter.statuses && stepId !== undefined) this.#perStep.set(stepId, (this.#perStep.get(stepId) ?? 0) + by);
    if (this.#endsAsWanted(event)) this.#count += by;
  }

  /** Whether an event passes all but the filter of statuses. */
  #passes({ kind, record: { at, agent = MAIN_AGENT } }: ReplayEvent): boolean {
    const { filter: { kinds, agents }, range } = this;
    return (!range || (at >= range.from && at <= range.to)) && (!kinds || kinds.includes(kind)) && (!agents || agents.includes(agent));
  }

  #endsAsWanted({ stepId, severity }: ReplayEvent): boolean {
    const { statuses } = this.filter;
    if (!statuses) return true;
    if (stepId !== undefined) return isOf(statuses, this.#statuses.get(stepId));
    return (severity === 'error' && statuses.includes('failed')) || (severity === 'denied' && statuses.includes('denied'));
  }

  #now(model: SessionModel): ShownEvents {
    if (!this.#narrows) return { narrowed: false, count: model.events.length, includes: () => true };
    return { narrowed: true, count: this.#count, includes: (event) => this.#passes(event) && this.#endsAsWanted(event) };
  }
}

function isOf(wanted: readonly StepStatus[], status: StepStatus | undefined): boolean {
  return status !== undefined && wanted.includes(status);
}
