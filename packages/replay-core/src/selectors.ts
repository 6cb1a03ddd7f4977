import type { TextValue } from '@playhead/protocol';
import { dataOf, numberIn, stringIn, textIn } from './model/read-data.ts';
import type { ReplayEvent, SessionModel, Step } from './model/types.ts';

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
