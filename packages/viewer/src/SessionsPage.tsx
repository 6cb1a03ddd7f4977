'use client';
import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import type { SessionInfo } from '@playhead/protocol';
import { SessionList, type SessionListItem } from '@playhead/replay-react';
import { plainRequest, type ServerRequest } from './access/server-request.ts';
import type { Go } from './Link.tsx';
import { useDocument } from './figures/use-document.ts';
import { OpenFileButton } from './files/OpenFileButton.tsx';
import { OpenFolderButton } from './files/OpenFolderButton.tsx';
import { ImportOffer } from './imports/ImportOffer.tsx';
import { ImportStatus } from './imports/ImportStatus.tsx';
import { useImport } from './imports/use-import.ts';
import { pinSession } from './list/pin-session.ts';
import { serverQuery } from './list/server-query.ts';
import { useFacets } from './list/use-facets.ts';
import { PagesNav } from './PagesNav.tsx';
import { sessionPath } from './route.ts';
import { filtersFromQuery, queryOfFilters, sortFromQuery } from './session-filters.ts';
import type { ServerSettings } from './settings/server-settings.ts';
import { useSessions } from './use-sessions.ts';
import { ViewBar } from './views/ViewBar.tsx';

/** Props of {@link SessionsPage}. */
export interface SessionsPageProps {
  readonly go: Go;
  /** Opens recordings of the user's machine. */
  readonly onFiles: (files: readonly File[]) => void;
  /** How the server is asked. Default: without a token. */
  readonly request?: ServerRequest;
  /** How often it looks for new and changed sessions. Default 3,000 ms. */
  readonly refreshMs?: number;
}

const ADDRESS_PAUSE_MS = 200;
const ACCESS_MS = 300_000;

/** All sessions of the server. What they are narrowed to stands in the address. */
export function SessionsPage({ go, onFiles, request = plainRequest, refreshMs = 3000 }: SessionsPageProps): ReactElement {
  const [filters, setFilters] = useState(() => filtersFromQuery(window.location.search));
  const [sort, setSort] = useState(() => sortFromQuery(window.location.search));
  const [problem, setProblem] = useState<string>();
  const [openedAt] = useState(() => Date.now()); // of a page that stays open, the server gives a day more, and the list leaves it out
  const asked = useMemo(() => new URLSearchParams(serverQuery(filters, openedAt)).toString(), [filters, openedAt]);
  const { status, error, sessions, next, more, retry, put } = useSessions(asked, refreshMs, request);
  const facets = useFacets(status === 'ready' && next !== undefined ? asked : undefined, request);
  // Who may only read is not offered what it may not.
  const mayPin = useDocument<ServerSettings>('/api/v1/settings', request, ACCESS_MS).value?.access.kind === 'admin';
  const importing = useImport(request, status === 'ready', retry);
  const show = useCallback((query: string) => {
    setFilters(filtersFromQuery(query));
    setSort(sortFromQuery(query));
  }, []);
  const onPin = useCallback((session: SessionListItem, pinned: boolean) => {
    setProblem(undefined);
    pinSession(session.sessionId, pinned, request).then(() => put({ ...session, pinned }), (failure: unknown) => setProblem(failure instanceof Error ? failure.message : String(failure)));
  }, [put, request]);
  const query = queryOfFilters(filters, sort);
  useEffect(() => {
    const onPopState = (): void => show(window.location.search);
    window.addEventListener('popstate', onPopState);
    return () => window.removeEventListener('popstate', onPopState);
  }, [show]);
  useEffect(() => {
    // Browsers refuse to change the address with every key.
    const timer = setTimeout(() => {
      if (query !== window.location.search) window.history.replaceState(window.history.state, '', `${window.location.pathname}${query}`);
    }, ADDRESS_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query]);
  useEffect(() => { document.title = titleOf(sessions); }, [sessions]);
  return (
    <>
      <PagesNav page="sessions" go={go} filters={filters} />
      <main className="viewer-list">
        {sessions.length > 0 && importing.progress && <div data-ph="" className="viewer-import viewer-import--notice"><ImportStatus view={importing} /></div>}
        {problem !== undefined && <div data-ph="" className="viewer-import viewer-import--notice" role="alert">{problem}</div>}
        <SessionList
          sessions={sessions} status={status} error={error} onRetry={retry} hasMore={next !== undefined} onMore={more} filters={filters} onFiltersChange={setFilters} sort={sort} onSortChange={setSort}
          facets={facets} onPin={mayPin ? onPin : undefined} views={<ViewBar query={query} onQuery={show} />}
          actions={<><OpenFileButton onFiles={onFiles} /><OpenFolderButton onFiles={onFiles} /></>}
          firstRun={importing.source ? <ImportOffer view={importing} /> : undefined}
          hrefOf={({ sessionId }) => sessionPath(sessionId)}
          onOpen={({ sessionId }, event) => {
            event.preventDefault();
            window.history.replaceState(window.history.state, '', `${window.location.pathname}${query}`);
            go(sessionPath(sessionId));
          }}
        />
      </main>
    </>
  );
}

function titleOf(sessions: readonly SessionInfo[]): string {
  const live = sessions.filter(({ status, outcome }) => status === 'recording' && outcome === undefined).length;
  return live > 0 ? `Sessions (${live} live) · Playhead` : 'Sessions · Playhead';
}
