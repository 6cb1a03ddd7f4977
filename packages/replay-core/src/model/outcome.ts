import type { Outcome, SessionInfo } from '@playhead/protocol';
import type { SessionModel, Turn } from './types.ts';

/** Whether nothing more is expected of a session. */
export function isOver(session: Pick<SessionInfo, 'status'>): boolean {
  return session.status === 'completed' || session.status === 'failed';
}

/**
 * How a session ended where nobody said so: undefined while it goes on, and where its content was removed; `failed` when its status or
 * last turn failed; `interrupted` when its last turn has no end and no answer was handed over; else `success`.
 */
export function outcomeOf(session: SessionInfo, turns: readonly Turn[], finalOutput: SessionModel['finalOutput']): Outcome | undefined {
  return outcomeAfter(session, () => turns.findLast((turn) => turn.prompt)?.outcome, finalOutput !== undefined);
}

/** The same, where only the outcome of the last turn with a prompt is known, and whether something was handed over. */
export function outcomeAfter(session: SessionInfo, lastTurn: () => Turn['outcome'], handedOver: boolean): Outcome | undefined {
  if (session.outcome !== undefined || session.dropped || !isOver(session)) return session.outcome;
  const last = lastTurn();
  if (session.status === 'failed' || last === 'failed') return 'failed';
  return last === 'interrupted' && !handedOver ? 'interrupted' : 'success';
}
