'use client';
import { useEffect, useState, type ReactElement } from 'react';
import { createReplay, logSource, type ReplayStore } from '@playhead/replay-core';
import { SessionReplay } from '@playhead/replay-react';
import { Link, type Go } from './Link.tsx';

/** Props of {@link SessionPage}. */
export interface SessionPageProps {
  readonly id: string;
  readonly go: Go;
}

/** One session; while it goes on, its events appear as they are recorded. */
export function SessionPage({ id, go }: SessionPageProps): ReactElement {
  const store = useReplayOf(id);
  useEffect(() => {
    if (!store) return;
    const name = (): void => { document.title = titleOf(store); };
    name();
    return store.subscribe(name);
  }, [store]);
  return (
    <div className="viewer">
      <nav data-ph="" aria-label="Playhead"><div className="viewer__bar"><Link to="/sessions" go={go}>All sessions</Link></div></nav>
      <SessionReplay store={store} />
    </div>
  );
}

function useReplayOf(id: string): ReplayStore | undefined {
  const [store, setStore] = useState<ReplayStore>();
  useEffect(() => {
    const created = createReplay(logSource({ url: `/api/v1/sessions/${encodeURIComponent(id)}/records` }));
    // eslint-disable-next-line react-hooks/set-state-in-effect -- a replay is opened and closed with the effect, so it cannot exist before it
    setStore(created);
    return () => {
      setStore(undefined);
      created.close();
    };
  }, [id]);
  return store;
}

function titleOf(store: ReplayStore): string {
  const { model, status } = store.getState();
  if (model.events.length > 0) return `${model.session.name.slice(0, 100)} · Playhead`;
  return status === 'error' ? 'Session not found · Playhead' : 'Session · Playhead';
}
