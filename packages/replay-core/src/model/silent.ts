import { presentSession, type SessionInfo } from '@playhead/protocol';
import { isOver } from './outcome.ts';
import type { SessionModel } from './types.ts';

/** An open session as storages show it once nothing came for 30 minutes. One that is over stays as it is. */
export function asSilent(session: SessionInfo): SessionInfo {
  return presentSession(session, { now: Infinity, changedAt: 0 });
}

/**
 * A model of a session that nobody stopped as its storage shows it: once nothing came for 30 minutes it was interrupted, and so was what still ran. Records alone
 * do not tell that, since it flips back when something comes.
 *
 * @param model - What the records add up to. One that is over, or without `shown`, stays as it is.
 * @param shown - The session as its storage shows it now.
 *
 * @example
 * ```ts
 * const model = withSilence(createModel().add(records), await storage.get(sessionId));
 * ```
 */
export function withSilence(model: SessionModel, shown: SessionInfo | undefined): SessionModel {
  if (isOver(model.session) || shown === undefined || !isOver(shown)) return model;
  const turns = model.turns.map((turn) => ({
    ...turn, ...(turn.prompt && turn.outcome === undefined && { outcome: 'interrupted' as const }),
    steps: turn.steps.map((step) => (step.status === 'running' ? { ...step, status: 'interrupted' as const } : step)),
  }));
  return { ...model, session: asSilent(model.session), turns };
}
