import type { FiguresQuery } from '@playhead/replay-core/metrics';
import type { SessionFilters } from '@playhead/replay-react';
import { serverQuery } from '../list/server-query.ts';

/** What sessions are narrowed to, for figures that are made in the page; what asks for a review or what witnesses tell is not among it. */
export function filesQuery(filters: SessionFilters, now: number): FiguresQuery {
  const { after, tag, hasTerminal, pinned, needsReview: _needsReview, agreement: _agreement, outcome: _outcome, status: _status, ...plain } = serverQuery(filters, now);
  const { outcome } = filters;
  return {
    ...plain, ...(after !== undefined && { after: Number(after) }), ...(tag !== undefined && { tags: [tag] }), ...(hasTerminal !== undefined && { hasTerminal: true }), ...(pinned !== undefined && { pinned: true }),
    ...(outcome === 'live' ? { status: 'recording' as const } : outcome && { outcome }),
  };
}
