'use client';
import type { ReactElement } from 'react';
import { State } from '../elements/State.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState } from '../replay/StoreContext.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { sessionReplayMessages } from './session-replay-messages.ts';

const LONGEST = 200;

/** Says that what was recorded was removed, and why where more than that is known. */
export function Private(): ReactElement {
  const words = useWords('sessionReplay', sessionReplayMessages);
  const reason = useReplayState(({ model }) => model.session.dropped?.reason);
  return (
    <div className="ph-app ph-app--state" data-status="private" role="status">
      <State icon="lock" title={words.private}>{words.privateText}{reason !== undefined && reason !== 'private' && <> <VisibleText text={reason.slice(0, LONGEST)} /></>}</State>
    </div>
  );
}
