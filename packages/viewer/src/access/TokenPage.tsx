'use client';
import { useEffect, useState, type ReactElement } from 'react';

/** Props of {@link TokenPage}. */
export interface TokenPageProps {
  /** Whether a token was shown and the server did not take it. */
  readonly refused: boolean;
  readonly onToken: (token: string) => void;
}

/** What is shown in the place of recordings while the server wants a token. */
export function TokenPage({ refused, onToken }: TokenPageProps): ReactElement {
  const [text, setText] = useState('');
  useEffect(() => { document.title = 'Token needed · Playhead'; }, []);
  const token = text.trim();
  return (
    <main data-ph="" className="viewer-token">
      <form
        className="viewer-token__box"
        onSubmit={(event) => {
          event.preventDefault();
          if (token !== '') onToken(token);
        }}
      >
        <h1>{refused ? 'This token is not accepted' : 'A token is needed'}</h1>
        <p role={refused ? 'alert' : undefined}>
          {refused
            ? 'It was mistyped, revoked, has expired, or may not read. Paste another one.'
            : 'These recordings are for those who have a token that may read. Paste it here; this page keeps it until it is closed or loaded anew.'}
        </p>
        <label htmlFor="viewer-token">Token</label>
        <input id="viewer-token" type="password" autoComplete="off" spellCheck={false} placeholder="playhead_read_…" value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        <button type="submit" className="ph-btn ph-btn--line" disabled={token === ''}>Show recordings</button>
        <p className="viewer-token__hint">On the machine of the server, <code>playhead ui</code> opens this page with a token, and <code>playhead token create --kind read</code> makes one for others.</p>
      </form>
    </main>
  );
}
