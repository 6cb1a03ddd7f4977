'use client';
import { useCallback, useEffect, useMemo, useState, type MouseEvent, type ReactElement } from 'react';
import type { CatalogDocument, CatalogKind, ComparisonDocument } from '@playhead/replay-core/metrics';
import { SessionCatalog, type CatalogPlace, type CatalogVersions } from '@playhead/replay-react/session-catalog';
import '@playhead/replay-react/session-catalog.css';
import { plainRequest } from '../access/server-request.ts';
import { serverQuery } from '../list/server-query.ts';
import { PagesNav } from '../PagesNav.tsx';
import { catalogPath, sessionPath } from '../route.ts';
import { queryOfFilters } from '../session-filters.ts';
import { useAddressFilters } from '../use-address-filters.ts';
import type { FiguresPageProps } from './figures-page.ts';
import { useChoices } from './use-choices.ts';
import { useDocument } from './use-document.ts';

/** Props of {@link CatalogPage}. */
export interface CatalogPageProps extends FiguresPageProps {
  /** What of the catalog is shown. */
  readonly place: { readonly kind?: CatalogKind | undefined; readonly name?: string | undefined };
}

/** Entries that are asked for, the most used. */
const MOST = 1000;

/** What the sessions of the server used, and versions of one entry beside each other. All that is chosen stands in the address. */
export function CatalogPage({ place: { kind, name }, go, request = plainRequest, refreshMs = 15_000 }: CatalogPageProps): ReactElement {
  const entry = useMemo((): CatalogPlace | undefined => (kind !== undefined && name !== undefined ? { kind, name } : undefined), [kind, name]);
  const [versions, setVersions] = useState(() => versionsFromQuery(window.location.search));
  const others = useMemo((): Readonly<Record<string, string>> => ({ ...(entry && { name: entry.name }), ...(entry && versions && { a: versions[0], b: versions[1] }) }), [entry, versions]);
  const { filters, setFilters } = useAddressFilters(others);
  const [openedAt] = useState(() => Date.now());
  const asked = useMemo(() => new URLSearchParams(serverQuery(filters, openedAt)), [filters, openedAt]);
  const path = (address: string, more: Readonly<Record<string, string>>): string => `${address}?${[asked, new URLSearchParams(more)].filter(({ size }) => size > 0).join('&')}`;
  const { value, status, error, retry } = useDocument<CatalogDocument>(path('/api/v1/catalog', entry ? { ...entry } : { most: String(MOST), ...(kind && { kind }) }), request, refreshMs);
  const comparable = (value?.items.find((item) => item.kind === entry?.kind && item.name === entry.name)?.versions.length ?? 0) > 1;
  const comparison = useDocument<ComparisonDocument>(entry && comparable ? path('/api/v1/catalog/compare', { ...entry, ...(versions && { a: versions[0], b: versions[1] }) }) : undefined, request, refreshMs);
  const choices = useChoices(request, refreshMs * 20);
  const query = queryOfFilters(filters);
  const hrefOf = useCallback((to: CatalogPlace | undefined) => catalogPath(to ?? { kind }, query), [kind, query]);
  const onOpen = useCallback((to: CatalogPlace | undefined, event: MouseEvent<HTMLElement>) => {
    event.preventDefault();
    go(hrefOf(to));
  }, [go, hrefOf]);
  const onOpenSession = useCallback((id: string, event: MouseEvent<HTMLElement>) => {
    event.preventDefault();
    go(sessionPath(id));
  }, [go]);
  useEffect(() => { document.title = `${entry ? `${entry.name.slice(0, 100)} · ` : ''}Catalog · Playhead`; }, [entry]);
  return (
    <>
      <PagesNav page="catalog" go={go} filters={filters} />
      <main className="viewer-list">
        <SessionCatalog
          catalog={value} status={status} error={error} onRetry={() => { retry(); comparison.retry(); }} kind={kind} onKindChange={(to) => go(catalogPath({ kind: to }, query))}
          entry={entry} hrefOf={hrefOf} onOpen={onOpen} sessionHref={sessionPath} onOpenSession={onOpenSession}
          comparison={comparison.value} comparisonStatus={comparison.status} comparisonError={comparison.error} onVersionsChange={(chosen) => setVersions(chosen)}
          filters={filters} onFiltersChange={setFilters} choices={choices}
        />
      </main>
    </>
  );
}

function versionsFromQuery(query: string): CatalogVersions | undefined {
  const params = new URLSearchParams(query);
  const [a, b] = [params.get('a'), params.get('b')];
  return a !== null && b !== null ? [a, b] : undefined;
}
