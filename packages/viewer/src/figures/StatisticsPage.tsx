'use client';
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import type { StatisticsDocument, StatisticsPeriod } from '@playhead/replay-core/metrics';
import { SessionStats } from '@playhead/replay-react/session-stats';
import '@playhead/replay-react/session-stats.css';
import { plainRequest } from '../access/server-request.ts';
import { serverQuery } from '../list/server-query.ts';
import { PagesNav } from '../PagesNav.tsx';
import { useAddressFilters } from '../use-address-filters.ts';
import type { FiguresPageProps } from './figures-page.ts';
import { useChoices } from './use-choices.ts';
import { useDocument } from './use-document.ts';

const PERIODS: readonly StatisticsPeriod[] = ['day', 'week', 'month'];
/** What the address says of them beside the filters. */
const ADDRESSES: Readonly<Record<StatisticsPeriod, Readonly<Record<string, string>>>> = { day: {}, week: { by: 'week' }, month: { by: 'month' } };

/** The sessions of the server in figures. What they are narrowed to stands in the address, as in the list. */
export function StatisticsPage({ go, request = plainRequest, refreshMs = 15_000 }: FiguresPageProps): ReactElement {
  const [by, setBy] = useState(() => PERIODS.find((known) => known === new URLSearchParams(window.location.search).get('by')) ?? 'day');
  const { filters, setFilters } = useAddressFilters(ADDRESSES[by]);
  const [openedAt] = useState(() => Date.now());
  const path = useMemo(() => `/api/v1/stats?${[new URLSearchParams(serverQuery(filters, openedAt)), new URLSearchParams({ period: by })].join('&')}`, [filters, by, openedAt]);
  const { value, status, error, retry } = useDocument<StatisticsDocument>(path, request, refreshMs);
  const choices = useChoices(request, refreshMs * 20);
  useEffect(() => { document.title = 'Statistics · Playhead'; }, []);
  return (
    <>
      <PagesNav page="statistics" go={go} filters={filters} />
      <main className="viewer-list">
        <SessionStats statistics={value} status={status} error={error} onRetry={retry} filters={filters} onFiltersChange={setFilters} choices={choices} onPeriodChange={setBy} />
      </main>
    </>
  );
}
