'use client';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { FileDrop } from './files/FileDrop.tsx';
import { FilesPage } from './files/FilesPage.tsx';
import { placeOf, type Place } from './place.ts';
import { routeOf } from './route.ts';
import { SessionPage } from './SessionPage.tsx';
import { SessionsPage } from './SessionsPage.tsx';

/** The web app: a list of sessions, one session, or recordings of the user's machine. */
export function App(): ReactElement {
  const [place, setPlace] = useState(() => placeOf(window));
  const [files, setFiles] = useState<readonly File[]>([]);
  useEffect(() => {
    const onPopState = (): void => setPlace(placeOf(window));
    window.addEventListener('popstate', onPopState);
    return () => window.removeEventListener('popstate', onPopState);
  }, []);
  const enter = useCallback(({ path, ...state }: Place): void => {
    window.history.pushState(state.files ? state : null, '', path);
    setPlace({ path, ...state });
  }, []);
  const go = useCallback((path: string) => enter({ path, files: false }), [enter]);
  const open = useCallback((chosen: readonly File[]) => {
    setFiles(chosen);
    enter({ path: '/sessions', files: true });
  }, [enter]);
  const route = routeOf(place.path);
  // Files are gone once the page was loaded anew: the list is shown then.
  return (
    <>
      {place.files && files.length > 0
        ? <FilesPage files={files} session={place.session} onSession={(session) => enter({ path: '/sessions', files: true, ...(session !== undefined && { session }) })} onFiles={open} go={go} />
        : route.page === 'session' ? <SessionPage id={route.id} go={go} /> : <SessionsPage go={go} onFiles={open} />}
      <FileDrop onFiles={open} />
    </>
  );
}
