'use client';
import { useEffect, type ReactElement } from 'react';
import { SessionReplay } from '@playhead/replay-react';
import { Link, type Go } from './Link.tsx';

/** Props of {@link SessionPage}. */
export interface SessionPageProps {
  readonly id: string;
  readonly go: Go;
}

/** One session; while it goes on, its events appear as they are recorded. */
export function SessionPage({ id, go }: SessionPageProps): ReactElement {
  useEffect(() => { document.title = 'Session · Playhead'; }, []);
  return (
    <div className="viewer">
      <nav data-ph="" aria-label="Playhead"><div className="viewer__bar"><Link to="/sessions" go={go}>All sessions</Link></div></nav>
      <SessionReplay url={`/api/v1/sessions/${encodeURIComponent(id)}/records`} />
    </div>
  );
}
