'use client';
import type { ReactElement } from 'react';
import type { SessionFilters } from '@playhead/replay-react';
import { Link, type Go } from './Link.tsx';
import type { Route } from './route.ts';
import { queryOfFilters } from './session-filters.ts';

const PAGES: readonly { readonly page: Route['page']; readonly path: string; readonly name: string }[] = [
  { page: 'sessions', path: '/sessions', name: 'Sessions' },
  { page: 'statistics', path: '/statistics', name: 'Statistics' },
  { page: 'catalog', path: '/catalog', name: 'Catalog' },
  { page: 'settings', path: '/settings', name: 'Settings' },
];

/** Props of {@link PagesNav}. */
export interface PagesNavProps {
  /** Where one is. */
  readonly page: Route['page'];
  readonly go: Go;
  /** What the page is narrowed to; the others are narrowed to the same. */
  readonly filters?: SessionFilters | undefined;
}

/** Leads to the pages of the app. */
export function PagesNav({ page: current, go, filters = {} }: PagesNavProps): ReactElement {
  const query = queryOfFilters(filters);
  return (
    <nav data-ph="" className="viewer-pages" aria-label="Playhead">
      <ul>
        {PAGES.map(({ page, path, name }) => <li key={page}><Link to={`${path}${query}`} go={go} current={page === current}>{name}</Link></li>)}
      </ul>
    </nav>
  );
}
