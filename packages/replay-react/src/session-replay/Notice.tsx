'use client';
import { useContext, type ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { ReopenContext, useReplayState } from '../replay/StoreContext.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { sessionReplayMessages } from './session-replay-messages.ts';

/** One line while a part of the session is missing: the connection is lost, or the rest did not load. */
export function Notice(): ReactElement | null {
  const { lost, failed } = useReplayState(({ connection, status }) => ({ lost: connection === 'lost', failed: status === 'error' }));
  const words = useWords('sessionReplay', sessionReplayMessages);
  const retry = useContext(ReopenContext);
  if (!lost && !failed) return null;
  return (
    <div className="ph-notice" data-state={failed ? 'incomplete' : 'lost'}>
      <Icon name={failed ? 'alert' : 'spin'} {...(!failed && { className: 'ph-spin' })} />
      <span className="ph-cut">{failed ? words.incomplete : words.connectionLost}</span>
      {failed && retry && <button type="button" className="ph-btn ph-btn--s ph-btn--line" onClick={retry}>{words.tryAgain}</button>}
    </div>
  );
}
