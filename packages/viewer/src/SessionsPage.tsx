'use client';
import { useEffect, useState, type ReactElement } from 'react';
import type { SessionInfo } from '@playhead/protocol';
import { SessionList } from '@playhead/replay-react';
import { plainRequest, type ServerRequest } from './access/server-request.ts';
import type { Go } from './Link.tsx';
import { OpenFileButton } from './files/OpenFileButton.tsx';
import { ImportOffer } from './imports/ImportOffer.tsx';
import { ImportStatus } from './imports/ImportStatus.tsx';
import { useImport } from './imports/use-import.ts';
import { sessionPath } from './route.ts';
import { filtersFromQuery, queryOfFilters } from './session-filters.ts';
import { useSessions } from './use-sessions.ts';

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

/** All sessions of the server. What they are narrowed to stands in the address. */
export function SessionsPage({ go, onFiles, request = plainRequest, refreshMs = 3000 }: SessionsPageProps): ReactElement {
  const [filters, setFilters] = useState(() => filtersFromQuery(window.location.search));
  const { status, error, sessions, next, more, retry } = useSessions({ search: (filters.search ?? '').trim(), needsReview: filters.review === 'open' }, refreshMs, request);
  const importing = useImport(request, status === 'ready', retry);
  useEffect(() => {
    const onPopState = (): void => setFilters(filtersFromQuery(window.location.search));
    window.addEventListener('popstate', onPopState);
    return () => window.removeEventListener('popstate', onPopState);
  }, []);
  useEffect(() => {
    // Browsers refuse to change the address with every key.
    const timer = setTimeout(() => {
      const query = queryOfFilters(filters);
      if (query !== window.location.search) window.history.replaceState(window.history.state, '', `${window.location.pathname}${query}`);
    }, ADDRESS_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [filters]);
  useEffect(() => { document.title = titleOf(sessions); }, [sessions]);
  return (
    <main className="viewer-list">
      {sessions.length > 0 && importing.progress && <div data-ph="" className="viewer-import viewer-import--notice"><ImportStatus view={importing} /></div>}
      <SessionList
        sessions={sessions} status={status} error={error} onRetry={retry} hasMore={next !== undefined} onMore={more} filters={filters} onFiltersChange={setFilters}
        actions={<OpenFileButton onFiles={onFiles} />}
        firstRun={importing.source ? <ImportOffer view={importing} /> : undefined}
        hrefOf={({ sessionId }) => sessionPath(sessionId)}
        onOpen={({ sessionId }, event) => {
          event.preventDefault();
          window.history.replaceState(window.history.state, '', `${window.location.pathname}${queryOfFilters(filters)}`);
          go(sessionPath(sessionId));
        }}
      />
    </main>
  );
}

function titleOf(sessions: readonly SessionInfo[]): string {
  const live = sessions.filter(({ status, outcome }) => status === 'recording' && outcome === undefined).length;
  return live > 0 ? `Sessions (${live} live) · Playhead` : 'Sessions · Playhead';
}
