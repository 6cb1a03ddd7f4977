'use client';
import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import { requestWith, takeToken, type ServerRequest } from './access/server-request.ts';
import { TokenPage } from './access/TokenPage.tsx';
import { FileDrop } from './files/FileDrop.tsx';
import { placeOf, type Place } from './place.ts';
import { routeOf } from './route.ts';
import { FiguresPage } from './figures/FiguresPage.tsx';
import { LatePage } from './LatePage.tsx';
import { latePages } from './late-pages.ts';
import { SessionPage } from './SessionPage.tsx';

/** Props of {@link App}. */
export interface AppProps {
  /** What the address brought along. */
  readonly token?: string | undefined;
  /** Carries the requests. Default: as the page itself. */
  readonly send?: ServerRequest | undefined;
}

/** The web app: a list of sessions, one session, or recordings of the user's machine. */
export function App({ token: brought, send }: AppProps): ReactElement {
  const [token, setToken] = useState(brought);
  /** The token that the server did not take; `none` where it wants one. */
  const [refused, setRefused] = useState<string>();
  const request = useMemo(() => requestWith(token, () => setRefused(token ?? 'none'), send), [token, send]);
  const [place, setPlace] = useState(() => placeOf(window));
  const [files, setFiles] = useState<readonly File[]>([]);
  useEffect(() => {
    const onPopState = (): void => {
      const pasted = takeToken(window);
      if (pasted !== undefined) setToken(pasted);
      setPlace(placeOf(window));
    };
    window.addEventListener('popstate', onPopState);
    return () => window.removeEventListener('popstate', onPopState);
  }, []);
  const enter = useCallback(({ path, ...state }: Omit<Place, 'query'>): void => {
    window.history.pushState(state.files ? state : null, '', path);
    setPlace(placeOf(window));
  }, []);
  const go = useCallback((path: string) => enter({ path, files: false }), [enter]);
  const open = useCallback((chosen: readonly File[]) => {
    setFiles(chosen);
    enter({ path: '/sessions', files: true });
  }, [enter]);
  const route = routeOf(place.path, place.query);
  // Files are gone once the page was loaded anew: the list is shown then.
  return (
    <>
      {place.files && files.length > 0
        ? <LatePage code={latePages.files}>{({ FilesPage }) => <FilesPage files={files} session={place.session} onSession={(session) => enter({ path: '/sessions', files: true, ...(session !== undefined && { session }) })} onFiles={open} go={go} />}</LatePage>
        : refused === (token ?? 'none') ? <TokenPage key={refused} refused={token !== undefined} onToken={setToken} />
          : route.page === 'session' ? <SessionPage id={route.id} go={go} request={request} />
            : route.page === 'sessions' ? <LatePage code={latePages.sessions}>{({ SessionsPage }) => <SessionsPage go={go} onFiles={open} request={request} />}</LatePage>
              : <FiguresPage key={JSON.stringify(route)} route={route} go={go} request={request} />}
      <FileDrop onFiles={open} />
    </>
  );
}
