import { OUTCOMES } from '@playhead/protocol';
import type { SessionFilters, SessionOutcomeFilter, SessionPeriod } from '@playhead/replay-react';

const OUTCOME_FILTERS: readonly SessionOutcomeFilter[] = [...OUTCOMES, 'live'];
const PERIODS: readonly SessionPeriod[] = ['today', '7d', '30d'];
const LONGEST = 500;

/** Reads what the list is narrowed to from an address's query. What it does not know, it leaves out. */
export function filtersFromQuery(query: string): SessionFilters {
  const params = new URLSearchParams(query);
  const text = (name: string): string | undefined => params.get(name)?.slice(0, LONGEST) || undefined;
  const filters: SessionFilters = {
    search: text('search'), outcome: OUTCOME_FILTERS.find((outcome) => outcome === params.get('outcome')), period: PERIODS.find((period) => period === params.get('period')), project: text('project'), agent: text('agent'), tag: text('tag'), review: params.get('review') === 'open' ? 'open' : undefined,
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

/** The query of an address that {@link filtersFromQuery} reads; empty when nothing is left out. */
export function queryOfFilters(filters: SessionFilters): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (typeof value === 'string' && value !== '') params.set(name, value);
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}
