'use client';
import { lazy, Suspense, type LazyExoticComponent, type ReactElement } from 'react';
import type { Route } from '../route.ts';
import type { CatalogPageProps } from './CatalogPage.tsx';
import type { FiguresPageProps } from './figures-page.ts';

const CatalogPage: LazyExoticComponent<(props: CatalogPageProps) => ReactElement> = lazy(async () => ({ default: (await import('./CatalogPage.tsx')).CatalogPage }));
const SettingsPage: LazyExoticComponent<(props: FiguresPageProps) => ReactElement> = lazy(async () => ({ default: (await import('../settings/SettingsPage.tsx')).SettingsPage }));
const StatisticsPage: LazyExoticComponent<(props: FiguresPageProps) => ReactElement> = lazy(async () => ({ default: (await import('./StatisticsPage.tsx')).StatisticsPage }));

/** A page that adds up what sessions did, or says how they are kept; its code comes with the first. */
export function FiguresPage({ route, ...props }: FiguresPageProps & { readonly route: Route }): ReactElement {
  return <Suspense fallback={<main data-ph="" className="viewer-list" aria-busy="true" />}>{route.page === 'statistics' ? <StatisticsPage {...props} /> : route.page === 'catalog' ? <CatalogPage place={route} {...props} /> : <SettingsPage {...props} />}</Suspense>;
}
