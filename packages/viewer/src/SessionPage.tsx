'use client';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { createReplay, logSource, type ReplayStore } from '@playhead/replay-core';
import { SessionReplay, useStoredAnnotations, type ReplayAction } from '@playhead/replay-react';
import { plainRequest, type ServerRequest } from './access/server-request.ts';
import { ApprovalBar } from './approvals/ApprovalBar.tsx';
import { ReviewerBar } from './annotations/ReviewerBar.tsx';
import { serverAnnotations } from './annotations/server-annotations.ts';
import { useAuthor } from './annotations/use-author.ts';
import { latePages } from './late-pages.ts';
import { Link, type Go } from './Link.tsx';

/** Props of {@link SessionPage}. */
export interface SessionPageProps {
  readonly id: string;
  readonly go: Go;
  /** How the server is asked. Default: without a token. */
  readonly request?: ServerRequest;
}

/** One session, at the moment that the address names; while it goes on, its events appear as they are recorded. `q` leads back to the list. */
export function SessionPage({ id, go, request = plainRequest }: SessionPageProps): ReactElement {
  const { store, reopen } = useReplayOf(id, request);
  const storage = useMemo(() => serverAnnotations(request), [request]);
  const { annotations, onAnnotate, unsaved, retry } = useStoredAnnotations(storage, id);
  const [author, setAuthor] = useAuthor();
  useEffect(() => {
    if (!store) return;
    const name = (): void => { document.title = titleOf(store); };
    name();
    return store.subscribe(name);
  }, [store]);
  useEffect(() => {
    if (!store) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const loadNext = (): void => {
      if (timer !== undefined || store.getState().status === 'loading') return;
      timer = setTimeout(() => void latePages.sessions.load(), NEXT_PAGE_MS); // where people go next, once nothing of the session waits any more
    };
    loadNext();
    const unsubscribe = store.subscribe(loadNext);
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [store]);
  const replay = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (store && document.activeElement === document.body) replay.current?.focus({ preventScroll: true }); // its keys are heard from the first one on
  }, [store]);
  const onAction = useCallback(({ type }: ReplayAction) => { if (type === 'leave') go('/sessions'); }, [go]);
  return (
    <div className="viewer">
      <nav data-ph="" aria-label="Playhead">
        <div className="viewer__bar"><Link to="/sessions" go={go}>All sessions</Link><span className="viewer__grow" /><ReviewerBar key={author} author={author} onAuthor={setAuthor} unsaved={unsaved.length} onRetry={retry} onDone={() => replay.current?.focus({ preventScroll: true })} /></div>
      </nav>
      <ApprovalBar id={id} store={store} request={request} />
      <main><SessionReplay ref={replay} store={store} onReopen={reopen} onAction={onAction} syncUrl can={CAN} annotations={annotations} onAnnotate={onAnnotate} author={author} /></main>
    </div>
  );
}

/** How long after a session was read the code of the list is, in milliseconds: what is drawn of the session goes first. */
const NEXT_PAGE_MS = 1000;

/** Notes are written here, and nothing else. */
const CAN = { annotate: true, branch: false, download: false };

function useReplayOf(id: string, request: ServerRequest): { readonly store: ReplayStore | undefined; readonly reopen: () => void } {
  const [store, setStore] = useState<ReplayStore>();
  const [attempt, setAttempt] = useState(0);
  // Before the first paint: a page is not drawn without a replay first, only to be drawn anew.
  useLayoutEffect(() => {
    const created = createReplay(logSource({ url: `/api/v1/sessions/${encodeURIComponent(id)}/records`, fetch: request }));
    // eslint-disable-next-line react-hooks/set-state-in-effect -- a replay is opened and closed with the effect, so it cannot exist before it
    setStore(created);
    return () => {
      setStore(undefined);
      created.close();
    };
  }, [id, attempt, request]);
  return { store, reopen: useCallback(() => setAttempt((before) => before + 1), []) };
}

function titleOf(store: ReplayStore): string {
  const { model, status } = store.getState();
  if (model.session.dropped) return 'Private session · Playhead';
  if (model.events.length > 0) return `${model.session.name.slice(0, 100)} · Playhead`;
  return status === 'error' ? 'Session not found · Playhead' : 'Session · Playhead';
}
