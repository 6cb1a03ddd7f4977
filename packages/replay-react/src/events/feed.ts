import type { TextValue } from '@playhead/protocol';
import { beginsWith, type ReplayEvent, type SessionModel, type Step } from '@playhead/replay-core';
import { createStepIndex, lastAt } from '../replay/step-index.ts';
import { isQuiet, messageKey, proseOf, tellsOfStep } from './row-rules.ts';

/** A row of the list: a step with all its events, or an event that stands alone. */
export interface FeedRow {
  /** The event it begins with. */
  readonly event: ReplayEvent;
  /** Indices in `model.events` of its first and last event. */
  readonly first: number;
  readonly last: number;
  readonly step?: Step;
  /** Further events that tell what the step was about: what was read, found, changed, tested, asked. The first few. */
  readonly details: readonly ReplayEvent[];
  /** Prose, in the pieces it came in. */
  readonly prose?: readonly TextValue[];
  /** The subagent that did it. */
  readonly agentId?: string;
}

/** The rows of a session, as far as it was taken in. */
export interface Feed {
  /** In order of their first event. The same list grows: what it held at a time is its first `length` rows then. */
  readonly rows: readonly FeedRow[];
  /** The first row that is new or different since the update before; `rows.length` when none is. */
  readonly changedFrom: number;
  /** Takes in a newer model of the same session, or any other one. Costs what changed, not what there is. */
  update(model: FeedModel): void;
  /** The row that an event is part of; else the last row that begins at or before it. -1 before the first. */
  rowAt(index: number): number;
  /** The last row that begins at or before an event; -1 before the first. */
  rowsUntil(index: number): number;
  /** The row of an event by its id; -1 when it has none. */
  rowOf(eventId: string): number;
  /** How many events a subagent made. */
  eventsOfAgent(agentId: string | undefined): number;
}

/** What the rows are made of. */
export type FeedModel = Pick<SessionModel, 'events' | 'turns'>;

interface GrowingRow extends FeedRow {
  step?: Step;
  prose?: TextValue[];
  agentId?: string;
}

const MOST_DETAILS = 16;
const NONE: readonly ReplayEvent[] = [];

/**
 * Makes an empty feed: one row per step, one per message, one per other event worth a line.
 *
 * @example
 * ```ts
 * const feed = createFeed();
 * feed.update(model);
 * feed.rows[feed.rowAt(currentIndex)];
 * ```
 */
export function createFeed(): Feed {
  let rows: GrowingRow[] = [];
  let changedFrom = 0;
  let known: FeedModel | undefined;
  let events: readonly ReplayEvent[] = [];
  let steps = createStepIndex();
  const rowOfKey = new Map<string, number>();
  const indexOfId = new Map<string, number>();
  const ofAgent = new Map<string, number>();

  const change = (place: number | undefined, changes: Partial<GrowingRow>): void => {
    const row = place === undefined ? undefined : rows[place];
    if (place === undefined || !row) return;
    const agentId = changes.step?.agentId ?? row.agentId;
    rows[place] = { ...row, ...changes, ...(agentId !== undefined && { agentId }) };
    changedFrom = Math.min(changedFrom, place);
  };

  const add = (event: ReplayEvent, index: number): void => {
    const { agent } = event.record;
    if (agent !== undefined) ofAgent.set(agent, (ofAgent.get(agent) ?? 0) + 1);
    const step = event.stepId === undefined ? undefined : steps.get(event.stepId);
    if (!step && isQuiet(event)) return;
    const prose = proseOf(event);
    const key = keyOf(event);
    const place = key === undefined ? undefined : rowOfKey.get(key);
    const row = place === undefined ? undefined : rows[place];
    if (row) {
      const { details } = row;
      if (prose !== undefined) row.prose?.push(prose); // shared with the older row, so that a message in many pieces costs each once
      change(place, { last: index, ...(details.length < MOST_DETAILS && tellsOfStep(event) && { details: details.concat(event) }) });
      return;
    }
    if (key !== undefined) rowOfKey.set(key, rows.length);
    const agentId = step?.agentId ?? agent;
    const made: GrowingRow = { event, first: index, last: index, details: NONE };
    if (step) made.step = step;
    if (prose !== undefined) made.prose = [prose];
    if (agentId !== undefined) made.agentId = agentId;
    rows.push(made);
  };

  const feed: Feed = {
    get rows() { return rows; },
    get changedFrom() { return changedFrom; },
    update(model) {
      if (model === known) return;
      known = model;
      const grown = beginsWith(model.events, events);
      if (!grown) {
        [rows, events, steps] = [[], [], createStepIndex()];
        for (const map of [rowOfKey, indexOfId, ofAgent]) map.clear();
      }
      const from = events.length;
      ({ events } = model);
      changedFrom = rows.length;
      for (const step of steps.update(model)) change(rowOfKey.get(stepKey(step.id)), { step });
      for (let index = from; index < events.length; index++) add(events[index] as ReplayEvent, index); // there are as many
      if (!grown) changedFrom = 0;
    },
    rowAt(index) {
      const event = events[index];
      const key = event && keyOf(event);
      return (key === undefined ? undefined : rowOfKey.get(key)) ?? feed.rowsUntil(index);
    },
    rowsUntil: (index) => lastAt(rows, (row) => row.first, index),
    rowOf(eventId) {
      for (let index = indexOfId.size; index < events.length; index++) indexOfId.set(events[index]?.id ?? '', index);
      const index = indexOfId.get(eventId);
      return index === undefined ? -1 : feed.rowAt(index);
    },
    eventsOfAgent: (agentId = '') => ofAgent.get(agentId) ?? 0,
  };
  return feed;
}

function keyOf(event: ReplayEvent): string | undefined {
  return event.stepId === undefined ? messageKey(event) : stepKey(event.stepId);
}

function stepKey(id: string): string {
  return `step ${id}`;
}
