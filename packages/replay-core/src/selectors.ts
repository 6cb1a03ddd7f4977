import type { ReplayEvent, SessionModel, Step } from './model/types.ts';

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
