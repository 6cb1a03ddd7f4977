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
  last: number;
  details: readonly ReplayEvent[];
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
  const rowOfStep = new Map<string, number>();
  const rowOfMessage = new Map<string, number>();
  const indexOfId = new Map<string, number>();
  const ofAgent = new Map<string, number>();

  /** Rows from this one on are new in this update, and these are copies made in it: nobody has seen them, so they may change. */
  let unseenFrom = 0;
  const copied = new Set<number>();

  /** The row at a place, to be changed. */
  const rowToChange = (place: number): GrowingRow | undefined => {
    const row = rows[place];
    if (!row || place >= unseenFrom || copied.has(place)) return row;
    copied.add(place);
    changedFrom = Math.min(changedFrom, place);
    return (rows[place] = { ...row });
  };

  const placeOf = (event: ReplayEvent): number | undefined => {
    if (event.stepId !== undefined) return rowOfStep.get(event.stepId);
    const key = messageKey(event);
    return key === undefined ? undefined : rowOfMessage.get(key);
  };

  const add = (event: ReplayEvent, index: number): void => {
    const { agent } = event.record;
    if (agent !== undefined) ofAgent.set(agent, (ofAgent.get(agent) ?? 0) + 1);
    const step = event.stepId === undefined ? undefined : steps.get(event.stepId);
    if (!step && isQuiet(event)) return;
    const prose = proseOf(event);
    const place = placeOf(event);
    const row = place === undefined ? undefined : rowToChange(place);
    if (row) {
      if (prose !== undefined) row.prose?.push(prose); // shared with the older row, so that a message in many pieces costs each once
      row.last = index;
      if (row.details.length < MOST_DETAILS && tellsOfStep(event)) row.details = row.details.concat(event);
      return;
    }
    const key = event.stepId === undefined ? messageKey(event) : undefined;
    if (event.stepId !== undefined) rowOfStep.set(event.stepId, rows.length);
    else if (key !== undefined) rowOfMessage.set(key, rows.length);
    const agentId = step?.agentId ?? agent;
    const made: GrowingRow = step ? { event, first: index, last: index, details: NONE, step } : { event, first: index, last: index, details: NONE };
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
        for (const map of [rowOfStep, rowOfMessage, indexOfId, ofAgent]) map.clear();
      }
      const from = events.length;
      ({ events } = model);
      changedFrom = unseenFrom = rows.length;
      copied.clear();
      for (const step of steps.update(model)) {
        const row = rowToChange(rowOfStep.get(step.id) ?? -1);
        if (row) row.step = step;
        if (row && step.agentId !== undefined) row.agentId = step.agentId;
      }
      for (const [at, event] of events.slice(from).entries()) add(event, from + at); // a copy: of a long list, single items are slow to read
      if (!grown) changedFrom = 0;
    },
    rowAt(index) {
      const event = events[index];
      return (event && placeOf(event)) ?? feed.rowsUntil(index);
    },
    rowsUntil: (index) => lastAt(rows, (row) => row.first, index),
    rowOf(eventId) {
      const from = indexOfId.size;
      if (from < events.length) for (const [at, { id }] of events.slice(from).entries()) indexOfId.set(id, from + at);
      const index = indexOfId.get(eventId);
      return index === undefined ? -1 : feed.rowAt(index);
    },
    eventsOfAgent: (agentId = '') => ofAgent.get(agentId) ?? 0,
  };
  return feed;
}
