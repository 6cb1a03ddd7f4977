'use client';
import type { ReactElement } from 'react';
import { LatePage } from '../LatePage.tsx';
import { latePages } from '../late-pages.ts';
import type { Route } from '../route.ts';
import type { FiguresPageProps } from './figures-page.ts';

/** A page that adds up what sessions did, or says how they are kept; its code comes with the first. */
export function FiguresPage({ route, ...props }: FiguresPageProps & { readonly route: Route }): ReactElement {
  if (route.page === 'statistics') return <LatePage code={latePages.statistics}>{({ StatisticsPage }) => <StatisticsPage {...props} />}</LatePage>;
  if (route.page === 'catalog') return <LatePage code={latePages.catalog}>{({ CatalogPage }) => <CatalogPage place={route} {...props} />}</LatePage>;
  return <LatePage code={latePages.settings}>{({ SettingsPage }) => <SettingsPage {...props} />}</LatePage>;
}
