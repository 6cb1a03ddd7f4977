import { agentOf, identityOf, projectOf, standingOf, tagsOf, type SessionFilters, type SessionListItem, type SessionOutcomeFilter, type SessionPeriod } from './session-list-item.ts';
import type { Calendar } from './calendar.ts';

/** Sessions with what they are searched by, made once per list. */
export type SessionIndex = readonly { readonly session: SessionListItem; readonly text: string }[];

const LONGEST_TEXT = 4000;
const DAYS = { today: 1, '7d': 7, '30d': 30 } as const;

/** Reads each session once, so that a key press searches ready texts. */
export function indexSessions(sessions: readonly SessionListItem[]): SessionIndex {
  return sessions.map((session) => ({
    session,
    text: [session.name, session.prompt?.slice(0, LONGEST_TEXT), projectOf(session), agentOf(session), identityOf(session), session.summary?.slice(0, LONGEST_TEXT), session.task?.title, session.sessionId, ...tagsOf(session)]
      .filter(Boolean).join('\n').toLowerCase(),
  }));
}

/** What is left of the sessions, and how many there are of each outcome before that filter counts. */
export interface FilteredSessions {
  readonly sessions: readonly SessionListItem[];
  /** Left by all filters but the outcome. */
  readonly ofAnyOutcome: readonly SessionListItem[];
  readonly counts: Readonly<Record<SessionOutcomeFilter, number>>;
  /** How many of all sessions have something to review, before that filter counts; absent where it is known of none. */
  readonly toReview: number | undefined;
}

/** Narrows sessions. Without a calendar, which is not there before the page runs, a period leaves nothing out. */
export function filterSessions(index: SessionIndex, filters: SessionFilters, calendar: Calendar | undefined): FilteredSessions {
  const words = (filters.search ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 20);
  const since = filters.period && calendar ? periodStart(filters.period, calendar) : 0;
  const ofAnyOutcome: SessionListItem[] = [];
  const counts: Record<SessionOutcomeFilter, number> = { success: 0, failed: 0, interrupted: 0, max_iterations_reached: 0, live: 0 };
  let toReview: number | undefined;
  for (const { session, text } of index) {
    if (session.startedAt < since) continue;
    if (filters.project !== undefined && projectOf(session) !== filters.project) continue;
    if (filters.agent !== undefined && agentOf(session) !== filters.agent) continue;
    if (filters.tag !== undefined && !tagsOf(session).includes(filters.tag)) continue;
    if (!words.every((word) => text.includes(word))) continue;
    if (session.review !== undefined) toReview = (toReview ?? 0) + (needsReview(session) ? 1 : 0);
    if (filters.review === 'open' && !needsReview(session)) continue;
    ofAnyOutcome.push(session);
    const standing = standingOf(session);
    if (standing !== 'processing' && standing !== 'completed') counts[standing]++;
  }
  const sessions = filters.outcome === undefined ? ofAnyOutcome : ofAnyOutcome.filter((session) => standingOf(session) === filters.outcome);
  return { sessions, ofAnyOutcome, counts, toReview };
}

function needsReview({ review = 0 }: SessionListItem): boolean {
  return review > 0;
}

/** When a period begins: microseconds since the Unix epoch. */
export function periodStart(period: SessionPeriod, calendar: Calendar): number {
  return (calendar.dayStarts.at(-DAYS[period]) ?? 0) * 1000;
}

/** Whether anything is left out. */
export function isNarrowed({ search, ...others }: SessionFilters): boolean {
  return (search ?? '').trim() !== '' || Object.values(others).some((value) => value !== undefined);
}
