import { emptySessionText, sessionMatches, type SessionInfo } from '@playhead/protocol';
import { METRICS_NAME } from './kept-metrics.ts';
import { packMetrics } from './packed-metrics.ts';
import type { FiguresSource } from './session-figures.ts';
import type { SessionMetrics } from './types.ts';

/** A session that was measured with `metricsOf`. */
export interface MeasuredSession {
  readonly session: SessionInfo;
  /** Absent of one that could not be measured. */
  readonly metrics?: SessionMetrics;
}

/**
 * What statistics, catalogs and comparisons are made from where there is no storage: sessions that are at hand, such as those of files of the
 * user's machine. Nobody reviewed them, so none is pinned or asks for a review here.
 *
 * @example
 * ```ts
 * const source = figuresSource([{ session: model.session, metrics: metricsOf(model) }]);
 * const { totals } = await collectStatistics(source);
 * ```
 */
export function figuresSource(measured: readonly MeasuredSession[]): FiguresSource {
  const byId = new Map(measured.map((one) => [one.session.sessionId, one]));
  const sessions = [...byId.values()].map(({ session }) => session).sort((a, b) => b.startedAt - a.startedAt);
  return {
    capabilities: { annotations: false, derived: true },
    list: async (query = {}) => ({ sessions: sessions.filter((session) => sessionMatches(session, emptySessionText(), query)) }),
    annotations: async () => [],
    derived: {
      async get(sessionId, name) {
        const { session, metrics } = byId.get(sessionId) ?? {};
        return session && name === METRICS_NAME ? packMetrics({ events: session.events, ...(metrics && { metrics }) }) : undefined;
      },
    },
  };
}
