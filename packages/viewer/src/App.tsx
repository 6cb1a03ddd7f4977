'use client';
import { useEffect, useState, type ReactElement } from 'react';
import { routeOf } from './route.ts';
import { SessionPage } from './SessionPage.tsx';
import { SessionsPage } from './SessionsPage.tsx';

/** The web app: a list of sessions, and one session. */
export function App(): ReactElement {
  const [path, setPath] = useState(() => window.location.pathname);
  useEffect(() => {
    const onPopState = (): void => setPath(window.location.pathname);
    window.addEventListener('popstate', onPopState);
    return () => window.removeEventListener('popstate', onPopState);
  }, []);
  const go = (to: string): void => {
    window.history.pushState(null, '', to);
    setPath(to);
  };
  const route = routeOf(path);
  return route.page === 'session' ? <SessionPage id={route.id} go={go} /> : <SessionsPage go={go} />;
}
