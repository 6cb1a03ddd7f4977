import { stepById, type ReplayEvent, type SessionModel, type Step, type Turn } from '@playhead/replay-core';
import { firstAtLeast } from './search-sorted.ts';

const startOf = ({ startedAt }: Turn): number => startedAt;

/** The step that an event belongs to. Looks in the turn of its time first, so that it costs little in a long session. */
export function stepOfEvent(model: Pick<SessionModel, 'turns'>, event: ReplayEvent): Step | undefined {
  const { stepId } = event;
  if (stepId === undefined) return undefined;
  const turn = model.turns[firstAtLeast(model.turns, startOf, event.record.at + 1) - 1];
  return turn?.steps.findLast(({ id }) => id === stepId) ?? stepById(model, stepId);
}
