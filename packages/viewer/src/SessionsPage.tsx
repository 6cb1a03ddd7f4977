'use client';
import { useEffect, useState, type ReactElement } from 'react';
import type { SessionInfo } from '@playhead/protocol';
import { Link, type Go } from './Link.tsx';
import { sessionPath } from './route.ts';
import { durationWords, startedWords } from './session-words.ts';
import { useSessions } from './use-sessions.ts';

const OUTCOMES = { success: ['Succeeded', 'ph-badge--ok'], failed: ['Failed', 'ph-badge--bad'], interrupted: ['Interrupted', 'ph-badge--warn'], max_iterations_reached: ['Limit reached', 'ph-badge--warn'] } as const;
const STATUSES = { recording: ['Live', 'ph-badge--live'], processing: ['Processing', ''], completed: ['Completed', ''], failed: ['Failed', 'ph-badge--bad'] } as const;

/** All sessions of the server, newest first, with a search. */
export function SessionsPage({ go }: { readonly go: Go }): ReactElement {
  const [search, setSearch] = useState('');
  const state = useSessions(search.trim());
  useEffect(() => { document.title = 'Sessions · Playhead'; }, []);
  return (
    <main data-ph="" className="viewer-list">
      <div className="viewer-list__top">
        <h1>Sessions</h1>
        <label className="ph-field"><input type="search" placeholder="Search sessions" aria-label="Search sessions" value={search} onChange={(event) => setSearch(event.target.value)} /></label>
      </div>
      {state.status === 'loading' && <div className="ph-state" role="status"><b>Loading the sessions</b></div>}
      {state.status === 'error' && <div className="ph-state" role="alert"><b>The sessions could not be loaded</b><p>{state.message}</p></div>}
      {state.status === 'ready' && state.sessions.length === 0 && (
        search.trim() === ''
          ? <div className="ph-state"><b>No sessions yet</b><p>A session appears here as soon as an agent is recorded. Run <code>playhead setup</code> to record Claude Code.</p></div>
          : <div className="ph-state"><b>No session matches</b><p>Nothing was found for “{search.trim()}”.</p></div>
      )}
      {state.status === 'ready' && state.sessions.length > 0 && (
        <>
          <table className="ph-table">
            <thead>
              <tr>
                <th style={{ width: 150 }}>Outcome</th><th>Session</th><th className="viewer-list__wide" style={{ width: 160 }}>Project</th><th className="viewer-list__wide" style={{ width: 140 }}>Agent</th>
                <th className="viewer-list__mid" style={{ width: 160 }}>Started</th><th className="num viewer-list__wide" style={{ width: 100 }}>Duration</th><th className="num viewer-list__wide" style={{ width: 90 }}>Events</th>
              </tr>
            </thead>
            <tbody>{state.sessions.map((session) => <Row key={session.sessionId} session={session} go={go} />)}</tbody>
          </table>
          {state.more && <p className="ph-state">Only the newest 200 are shown. Search to find older ones.</p>}
        </>
      )}
    </main>
  );
}

function Row({ session, go }: { readonly session: SessionInfo; readonly go: Go }): ReactElement {
  const [label, look] = session.outcome ? OUTCOMES[session.outcome] : STATUSES[session.status];
  const prompt = session.prompt?.slice(0, 200);
  return (
    <tr>
      <td><span className={`ph-badge ${look}`}>{session.status === 'recording' && !session.outcome && <i className="ph-dot ph-dot--live" />}{label}</span></td>
      <td>
        <Link to={sessionPath(session.sessionId)} go={go}>
          <b>{session.name}</b>
          {prompt !== undefined && prompt !== session.name && <span className="viewer-list__prompt">{prompt}</span>}
          <span className="viewer-list__narrow">{startedWords(session.startedAt)}</span>
        </Link>
      </td>
      <td className="viewer-list__wide">{session.workspaceName === 'unknown' ? '' : session.workspaceName}</td>
      <td className="viewer-list__wide">{session.agentName === 'unknown' ? session.harness : session.agentName}</td>
      <td className="viewer-list__mid"><time dateTime={new Date(session.startedAt / 1000).toISOString()}>{startedWords(session.startedAt)}</time></td>
      <td className="num viewer-list__wide">{durationWords(session)}</td>
      <td className="num viewer-list__wide">{session.events.toLocaleString('en')}</td>
    </tr>
  );
}
