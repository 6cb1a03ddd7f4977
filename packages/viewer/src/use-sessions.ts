'use client';
import { useCallback, useEffect, useReducer, useState } from 'react';
import type { SessionInfo } from '@playhead/protocol';
import type { ServerRequest } from './access/server-request.ts';
import { mergeSessions } from './merge-sessions.ts';
import { fetchSessions } from './session-api.ts';

/** What is known of the server's sessions. */
export interface Sessions {
  readonly status: 'loading' | 'ready' | 'error';
  /** What happened and what to do. */
  readonly error?: string | undefined;
  readonly sessions: readonly SessionInfo[];
  /** Where the sessions go on that were not asked for yet. */
  readonly next?: string | undefined;
}

type Change =
  | { readonly type: 'asked' }
  | { readonly type: 'page'; readonly sessions: readonly SessionInfo[]; readonly next: string | undefined; readonly last: boolean }
  | { readonly type: 'news'; readonly sessions: readonly SessionInfo[]; readonly covers?: number }
  | { readonly type: 'failed'; readonly error: string };

/** As many as the list shows at first. */
const FIRST_PAGE = 50;
const PAGE = 500;
const AT_ONCE = 2000;
const NEWEST = 100;
const MOST_LIVE = 200;
const SEARCH_PAUSE_MS = 200;

function reduce(state: Sessions, change: Change): Sessions {
  switch (change.type) {
    case 'asked': return { ...state, status: 'loading', error: undefined };
    case 'page': return { status: change.last ? 'ready' : state.status, sessions: mergeSessions(state.sessions, change.sessions), next: change.next };
    case 'news': {
      const sessions = mergeSessions(state.sessions, change.sessions, change.covers);
      return sessions === state.sessions && state.status !== 'error' ? state : { ...state, status: state.status === 'error' ? 'ready' : state.status, error: undefined, sessions };
    }
    case 'failed': return state.status === 'error' && state.error === change.error ? state : { ...state, status: 'error', error: change.error };
  }
}

/** The sessions of the server, and what can be done with them. */
export interface LoadedSessions extends Sessions {
  readonly more: () => void;
  readonly retry: () => void;
  /** Shows a session as it is now, before the server is asked again. */
  readonly put: (session: SessionInfo) => void;
}

/**
 * The sessions of the server: those that are shown first, then all of them up to two thousand, more on demand, refreshed while the page is seen.
 *
 * @param query - Sessions that match are asked for when not all are here: the query of an address, empty for all.
 * @param refreshMs - How often it looks for news.
 * @param request - How the server is asked; another one asks for everything anew.
 */
export function useSessions(query: string, refreshMs: number, request: ServerRequest): LoadedSessions {
  const [state, change] = useReducer(reduce, { status: 'loading', sessions: [] });
  const [wanted, want] = useState<{ readonly cursor?: string | undefined }>({});
  const { next } = state;

  useEffect(() => {
    const stop = new AbortController();
    change({ type: 'asked' });
    void loadPages(wanted.cursor, stop.signal, change, request);
    return () => stop.abort();
  }, [wanted, request]);

  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') await loadNews(stop.signal, change, request);
      if (!stop.signal.aborted) timer = setTimeout(() => void look(), refreshMs);
    };
    const onVisible = (): void => { if (document.visibilityState === 'visible') void look(); };
    timer = setTimeout(() => void look(), refreshMs);
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [refreshMs, request]);

  const incomplete = next !== undefined;
  useEffect(() => {
    if (query === '' || !incomplete) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      fetchSessions({ ...Object.fromEntries(new URLSearchParams(query)), limit: String(PAGE) }, stop.signal, request).then(
        ({ sessions }) => { if (!stop.signal.aborted) change({ type: 'news', sessions }); },
        () => undefined, // the next look for news says what is wrong
      );
    }, SEARCH_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [query, incomplete, request]);

  return { ...state, more: useCallback(() => want({ cursor: next }), [next]), retry: useCallback(() => want((before) => ({ ...before })), []), put: useCallback((session) => change({ type: 'news', sessions: [session] }), []) };
}

async function loadPages(from: string | undefined, signal: AbortSignal, change: (change: Change) => void, request: ServerRequest): Promise<void> {
  let cursor = from;
  let loaded = 0;
  try {
    do {
      const limit = cursor === undefined ? FIRST_PAGE : Math.min(PAGE, AT_ONCE - loaded);
      const { sessions, next } = await fetchSessions({ limit: String(limit), ...(cursor !== undefined && { cursor }) }, signal, request);
      if (signal.aborted) return;
      loaded += sessions.length;
      cursor = next;
      change({ type: 'page', sessions, next, last: next === undefined || loaded >= AT_ONCE });
    } while (cursor !== undefined && loaded < AT_ONCE);
  } catch (error) {
    if (!signal.aborted) change({ type: 'failed', error: messageOf(error) });
  }
}

async function loadNews(signal: AbortSignal, change: (change: Change) => void, request: ServerRequest): Promise<void> {
  try {
    const [newest, live] = await Promise.all([fetchSessions({ limit: String(NEWEST) }, signal, request), fetchSessions({ status: 'recording', limit: String(MOST_LIVE) }, signal, request)]);
    if (signal.aborted) return;
    // Among equal starts a page may end anywhere: what began with its last session is not covered.
    const covers = newest.next === undefined ? 0 : (newest.sessions.at(-1)?.startedAt ?? Infinity) + 1;
    change({ type: 'news', sessions: newest.sessions, covers });
    if (newest.next !== undefined) change({ type: 'news', sessions: live.sessions });
  } catch (error) {
    if (!signal.aborted) change({ type: 'failed', error: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The list could not be loaded. Try again in a moment.';
}
