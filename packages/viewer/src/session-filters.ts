import { OUTCOMES } from '@playhead/protocol';
import type { SessionFilters, SessionOutcomeFilter, SessionPeriod, SessionSort, SessionSortKey } from '@playhead/replay-react';

const OUTCOME_FILTERS: readonly SessionOutcomeFilter[] = [...OUTCOMES, 'live'];
const PERIODS: readonly SessionPeriod[] = ['today', '7d', '30d'];
const SORTS: readonly SessionSortKey[] = ['outcome', 'session', 'project', 'agent', 'identity', 'started', 'duration', 'iterations', 'changes', 'tests', 'review', 'cost', 'size'];
/** How a list is sorted where nobody says otherwise. */
export const NEWEST: SessionSort = { by: 'started', descending: true };
const LONGEST = 500;

/** Reads what the list is narrowed to from an address's query. What it does not know, it leaves out. */
export function filtersFromQuery(query: string): SessionFilters {
  const params = new URLSearchParams(query);
  const text = (name: string): string | undefined => params.get(name)?.slice(0, LONGEST) || undefined;
  const filters: SessionFilters = {
    search: text('search'), outcome: OUTCOME_FILTERS.find((outcome) => outcome === params.get('outcome')), period: PERIODS.find((period) => period === params.get('period')), project: text('project'), agent: text('agent'), harness: text('harness'), task: text('task'), tag: text('tag'),
    terminal: params.get('terminal') === 'only' ? 'only' : undefined, pinned: params.get('pinned') === 'only' ? 'only' : undefined, review: params.get('review') === 'open' ? 'open' : undefined, agreement: params.get('agreement') === 'disagree' ? 'disagree' : undefined,
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

/** Reads how the list is sorted. */
export function sortFromQuery(query: string): SessionSort {
  const params = new URLSearchParams(query);
  const by = SORTS.find((key) => key === params.get('sort'));
  return by === undefined ? NEWEST : { by, descending: params.get('order') !== 'ascending' };
}

/** The query of an address that {@link filtersFromQuery} and {@link sortFromQuery} read; empty when nothing is left out, newest first. */
export function queryOfFilters(filters: SessionFilters, sort: SessionSort = NEWEST): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (typeof value === 'string' && value !== '') params.set(name, value);
  if (sort.by !== NEWEST.by || sort.descending !== NEWEST.descending) {
    params.set('sort', sort.by);
    if (!sort.descending) params.set('order', 'ascending');
  }
  params.sort(); // one view has one address
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}
