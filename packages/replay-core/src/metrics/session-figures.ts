import { PlayheadError, type DerivedStorage, type SessionInfo } from '@playhead/protocol';
import { listReviewedSessions, type ReviewedQuery, type ReviewedStorage } from '../review/reviewed-sessions.ts';
import { METRICS_NAME } from './kept-metrics.ts';
import { unpackMetrics, type PackedMetrics, type UnpackOptions } from './packed-metrics.ts';
import { METRICS_VERSION, type SessionMetrics } from './types.ts';

/** Sessions that are asked for at once. */
const PAGE = 1000;

/** What figures are read from. */
export type FiguresSource = ReviewedStorage & { readonly derived?: Pick<DerivedStorage, 'get' | 'getMany'> };

/** Which sessions: as in lists, all conditions must hold. */
export type FiguresQuery = Omit<ReviewedQuery, 'limit' | 'cursor'>;

/** How figures are gathered. */
export interface GatherOptions {
  readonly signal?: AbortSignal;
  /** Hears of sessions that were not measured since they changed. Default: nobody. */
  readonly onOutdated?: (session: SessionInfo) => void;
}

/** A session with what is kept of it. */
export interface SessionFigures {
  readonly session: SessionInfo;
  /** Absent where it was not measured, or holds too much. */
  readonly metrics?: SessionMetrics;
  /** `outdated`: as it was earlier; `missing`: not measured yet; `large`: holds too much to be measured. */
  readonly state: 'known' | 'outdated' | 'missing' | 'large';
}

/** Of how many sessions figures speak. */
export interface FiguresCover {
  /** Sessions that fit, without those whose content was removed. */
  readonly sessions: number;
  /** How many of them are measured. */
  readonly measured: number;
  /** How many of the measured ones changed since. */
  readonly outdated: number;
  /** How many will be measured. */
  readonly missing: number;
  /** How many hold too much to be measured. */
  readonly large: number;
}

/**
 * Reads what is kept of sessions, page by page; no log is read. Internal.
 *
 * @throws PlayheadError `aborted`, and whatever the storage reports.
 */
export async function* sessionFigures(storage: FiguresSource, query: FiguresQuery, unpack: UnpackOptions, { signal, onOutdated }: GatherOptions): AsyncGenerator<readonly SessionFigures[]> {
  const byReview = query.tags !== undefined || query.outcome !== undefined || query.needsReview !== undefined || query.pinned !== undefined;
  const { needsReview: _needsReview, pinned: _pinned, ...plain } = query;
  let cursor: string | undefined;
  do {
    if (signal?.aborted) throw new PlayheadError('aborted', 'Gathering figures of sessions was cancelled.');
    const at = { limit: PAGE, ...(cursor !== undefined && { cursor }) };
    // What reviewers say is kept with each session, and is asked for only where it decides which sessions are meant.
    const page = byReview ? await listReviewedSessions(storage, { ...query, ...at }) : await storage.list({ ...plain, ...at });
    const sessions = page.sessions.filter(({ dropped }) => !dropped);
    const kept = await keptOf(storage, sessions.map(({ sessionId }) => sessionId), unpack);
    const figures = sessions.map((session): SessionFigures => {
      const { events, metrics } = kept(session.sessionId) ?? {};
      const state = events === undefined ? 'missing' : events !== session.events ? 'outdated' : metrics ? 'known' : 'large';
      return { session, ...(metrics && { metrics }), state: state === 'outdated' && !metrics ? 'missing' : state };
    });
    for (const { state, session } of figures) if (state === 'missing' || state === 'outdated') onOutdated?.(session);
    yield figures;
    cursor = page.next;
  } while (cursor !== undefined);
}

/** How a session ended: as the list says, else as what is kept of it says. */
export function outcomeOfFigures({ session, metrics }: SessionFigures): SessionInfo['outcome'] {
  return session.outcome ?? (session.status === 'completed' || session.status === 'failed' ? metrics?.outcome : undefined);
}

/** Counts of how many sessions figures speak. */
export function createCover(): { add(figures: SessionFigures): void; value(): FiguresCover } {
  const counts = { known: 0, outdated: 0, missing: 0, large: 0 };
  return {
    add: ({ state }) => void (counts[state] += 1),
    value: () => ({ sessions: counts.known + counts.outdated + counts.missing + counts.large, measured: counts.known + counts.outdated, outdated: counts.outdated, missing: counts.missing, large: counts.large }),
  };
}

/** @returns What is kept of each. What cannot be read is not there: it can be made again. */
async function keptOf({ capabilities, derived }: FiguresSource, ids: readonly string[], unpack: UnpackOptions): Promise<(sessionId: string) => PackedMetrics | undefined> {
  if (!capabilities.derived || !derived) return () => undefined;
  const values = derived.getMany
    ? await derived.getMany(ids, METRICS_NAME, METRICS_VERSION)
    : new Map(await Promise.all(ids.map(async (id) => [id, await derived.get(id, METRICS_NAME, METRICS_VERSION).catch(() => undefined)] as const)));
  return (sessionId) => {
    const bytes = values.get(sessionId);
    return bytes && unpackMetrics(bytes, unpack);
  };
}
