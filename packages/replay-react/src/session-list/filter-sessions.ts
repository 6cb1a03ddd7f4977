import { createFacetCounts } from './session-facets.ts';
import { agentOf, harnessOf, identityOf, projectOf, standingOf, tagsOf, taskOf, type SessionFacetName, type SessionFacetValue, type SessionFilters, type SessionListItem, type SessionOutcomeFilter, type SessionPeriod } from './session-list-item.ts';
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

/** What is left of the sessions, and how many there are of each kind before the filter of that kind counts. */
export interface FilteredSessions {
  readonly sessions: readonly SessionListItem[];
  /** Left by all filters but the outcome. */
  readonly ofAnyOutcome: readonly SessionListItem[];
  readonly counts: Readonly<Record<SessionOutcomeFilter, number>>;
  readonly facets: Readonly<Record<SessionFacetName, readonly SessionFacetValue[]>>;
  /** How many have something to review, before that filter counts, of any outcome; absent where it is known of none. */
  readonly toReview: number | undefined;
  /** How many have a recorded terminal, before that filter counts. */
  readonly withTerminal: number;
  /** How many are pinned, before that filter counts. */
  readonly pinned: number;
  /** How many have witnesses that disagree, before that filter counts. */
  readonly disagreeing: number;
}

const VALUES: Readonly<Record<SessionFacetName, (session: SessionListItem) => readonly string[]>> = {
  project: (session) => one(projectOf(session)), agent: (session) => one(agentOf(session)), harness: (session) => one(harnessOf(session)), task: (session) => one(taskOf(session)), tag: tagsOf,
};
const FACETS = Object.keys(VALUES) as readonly SessionFacetName[]; // the keys that stand there

/** Narrows sessions. Without a calendar, which is not there before the page runs, a period leaves nothing out. */
export function filterSessions(index: SessionIndex, filters: SessionFilters, calendar: Calendar | undefined): FilteredSessions {
  const words = (filters.search ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 20);
  const since = filters.period && calendar ? periodStart(filters.period, calendar) : 0;
  const sessions: SessionListItem[] = [];
  const ofAnyOutcome: SessionListItem[] = [];
  const counts: Record<SessionOutcomeFilter, number> = { success: 0, failed: 0, interrupted: 0, max_iterations_reached: 0, live: 0 };
  const facets = createFacetCounts();
  let toReview: number | undefined;
  let withTerminal = 0;
  let pinned = 0;
  let disagreeing = 0;
  for (const { session, text } of index) {
    const fits = session.startedAt >= since && words.every((word) => text.includes(word));
    const standing = standingOf(session);
    const isOfOutcome = filters.outcome === undefined || standing === filters.outcome;
    const missed = missedBy(session, filters);
    const only = (name: string): boolean => missed.length === 0 || (missed.length === 1 && missed[0] === name);
    for (const name of FACETS) facets.add(name, VALUES[name](session), fits && isOfOutcome && only(name), name === 'task' ? titleOf(session) : undefined);
    if (!fits) continue;
    if (session.review !== undefined && only('review')) toReview = (toReview ?? 0) + (needsReview(session) ? 1 : 0);
    if (missed.length === 0) {
      ofAnyOutcome.push(session);
      if (standing !== 'processing' && standing !== 'completed') counts[standing]++;
    }
    if (isOfOutcome && missed.length === 0) sessions.push(session);
    if (isOfOutcome && hasTerminal(session) && only('terminal')) withTerminal += 1;
    if (isOfOutcome && session.pinned === true && only('pinned')) pinned += 1;
    if (isOfOutcome && session.agreement === 'disagree' && only('agreement')) disagreeing += 1;
  }
  const values = FACETS.map((name) => [name, facets.values(name)] as const);
  return { sessions, ofAnyOutcome, counts, facets: Object.fromEntries(values) as FilteredSessions['facets'], toReview, withTerminal, pinned, disagreeing }; // every name has its values
}

/** Which filters beside search, period and outcome leave a session out. */
function missedBy(session: SessionListItem, filters: SessionFilters): readonly string[] {
  const missed: string[] = FACETS.filter((name) => filters[name] !== undefined && !VALUES[name](session).includes(filters[name]));
  if (filters.review === 'open' && !needsReview(session)) missed.push('review');
  if (filters.terminal === 'only' && !hasTerminal(session)) missed.push('terminal');
  if (filters.pinned === 'only' && session.pinned !== true) missed.push('pinned');
  if (filters.agreement !== undefined && session.agreement !== filters.agreement) missed.push('agreement');
  return missed;
}

function titleOf({ task }: SessionListItem): string | undefined {
  const title: unknown = task?.title; // a recorded header may hold anything
  return typeof title === 'string' && title !== '' ? title : undefined;
}

function one(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

function hasTerminal({ terminals = 0 }: SessionListItem): boolean {
  return terminals > 0;
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
