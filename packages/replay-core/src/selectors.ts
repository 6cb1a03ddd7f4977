import type { TextValue } from '@playhead/protocol';
import { dataOf, numberIn, stringIn, textIn } from './model/read-data.ts';
import type { Chapter, ReplayEvent, SessionModel, Step } from './model/types.ts';

/** A point of a session worth a jump. */
export interface Marker {
  readonly eventId: string;
  readonly type: string;
  readonly title: string;
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  readonly description?: string;
}

/** A round of an actor-critic loop. */
export interface Iteration {
  readonly eventId: string;
  /** The round, from 1. */
  readonly index: number;
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  readonly actor?: TextValue;
  readonly critic?: TextValue;
  readonly decision?: string;
}

/** The events of a step, in display order. */
export function eventsOfStep(model: Pick<SessionModel, 'events'>, stepId: string): readonly ReplayEvent[] {
  return model.events.filter((event) => event.stepId === stepId);
}

/** A step by its id. */
export function stepById(model: Pick<SessionModel, 'turns'>, stepId: string): Step | undefined {
  for (const { steps } of model.turns) {
    const step = steps.find(({ id }) => id === stepId);
    if (step) return step;
  }
  return undefined;
}

/** The chapters of a session: those that were recorded, else one for every turn with a prompt. */
export function chaptersOf(model: Pick<SessionModel, 'events' | 'turns'>): readonly Chapter[] {
  const recorded = model.events.filter(({ record }) => record.type === 'chapter');
  if (recorded.length > 0) return recorded.map(({ id, record, summary, title }) => ({ id, eventId: id, title: summary || title, at: record.at, origin: 'recorded' as const }));
  const prompts = new Map(model.events.filter(({ record }) => record.type === 'prompt').map((event) => [event.record.at, event]));
  return model.turns.filter(({ prompt }) => prompt).map(({ startedAt }) => {
    const event = prompts.get(startedAt);
    return { id: event?.id ?? String(startedAt), ...(event && { eventId: event.id }), title: event?.summary ?? '', at: startedAt, origin: 'turn' as const };
  });
}

/** The moments that were recorded. */
export function momentsOf(model: Pick<SessionModel, 'events'>): readonly Marker[] {
  return marked(model, ['moment']);
}

/** Checkpoints, milestones and snapshots that were recorded. */
export function markersOf(model: Pick<SessionModel, 'events'>): readonly Marker[] {
  return marked(model, ['session_checkpoint', 'milestone', 'snapshot']);
}

/** The rounds of an actor-critic loop. */
export function iterationsOf(model: Pick<SessionModel, 'events'>): readonly Iteration[] {
  return model.events.filter(({ record }) => record.type === 'iteration').map(({ id, record }) => {
    const data = dataOf(record);
    const actor = textIn(data, 'actor');
    const critic = textIn(data, 'critic');
    const decision = stringIn(data, 'decision');
    return {
      eventId: id, index: numberIn(data, 'index') ?? 0, at: record.at,
      ...(actor !== undefined && { actor }), ...(critic !== undefined && { critic }), ...(decision !== undefined && { decision }),
    };
  });
}

function marked(model: Pick<SessionModel, 'events'>, types: readonly string[]): readonly Marker[] {
  return model.events.filter(({ record }) => types.includes(record.type)).map(({ id, record, summary, title }) => {
    const description = stringIn(dataOf(record), 'description') ?? stringIn(dataOf(record), 'summary');
    return { eventId: id, type: record.type, title: summary || title, at: record.at, ...(description !== undefined && { description }) };
  });
}
