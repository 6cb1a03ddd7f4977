import type { SessionFilters, SessionPeriod } from '@playhead/replay-react';

const DAYS: Readonly<Record<SessionPeriod, number>> = { today: 1, '7d': 7, '30d': 30 };

/**
 * What the list is narrowed to, as the server takes it.
 *
 * @param now - Milliseconds since the Unix epoch: periods begin at midnight of this machine.
 */
export function serverQuery({ search = '', outcome, period, project, agent, harness, task, tag, terminal, review, agreement, pinned }: SessionFilters, now: number): Readonly<Record<string, string>> {
  const words = search.trim();
  return {
    ...(words !== '' && { search: words }), ...(outcome === 'live' ? { status: 'recording' } : outcome && { outcome }), ...(period && { after: String(startOf(period, now) * 1000) }),
    ...(project !== undefined && { project }), ...(agent !== undefined && { agentName: agent }), ...(harness !== undefined && { harness }), ...(task !== undefined && { task }), ...(tag !== undefined && { tag }),
    ...(terminal && { hasTerminal: 'true' }), ...(review && { needsReview: 'true' }), ...(agreement && { agreement }), ...(pinned && { pinned: 'true' }),
  };
}

function startOf(period: SessionPeriod, now: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - DAYS[period] + 1).getTime();
}
