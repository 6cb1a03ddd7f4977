'use client';
import { useEffect, useState } from 'react';
import type { SessionInfo } from '@playhead/protocol';

/** What is known of the list of sessions. */
export type Sessions =
  | { readonly status: 'loading' }
  | { readonly status: 'error'; readonly message: string }
  | { readonly status: 'ready'; readonly sessions: readonly SessionInfo[]; readonly more: boolean };

const PAUSE_MS = 150;

/** The sessions that match a search, newest first. */
export function useSessions(search: string): Sessions {
  const [state, setState] = useState<Sessions>({ status: 'loading' });
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      load(search, stop.signal).then(setState, (error: unknown) => {
        if (!stop.signal.aborted) setState({ status: 'error', message: error instanceof Error ? error.message : 'The list could not be loaded.' });
      });
    }, search === '' ? 0 : PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [search]);
  return state;
}

async function load(search: string, signal: AbortSignal): Promise<Sessions> {
  const query = new URLSearchParams({ limit: '200', ...(search !== '' && { search }) });
  const response = await fetch(`/api/v1/sessions?${query}`, { signal, headers: { accept: 'application/json' } }).catch((cause: unknown) => {
    throw new Error('The Playhead server cannot be reached. Start it with `playhead serve`, then reload the page.', { cause });
  });
  if (!response.ok) throw new Error(`The Playhead server answered ${response.status}. Reload the page to try again.`);
  // The answer of our own server, of the type that it declares; rows read only what is there.
  const page = (await response.json()) as { readonly sessions?: readonly SessionInfo[]; readonly next?: string };
  return { status: 'ready', sessions: page.sessions ?? [], more: page.next !== undefined };
}
