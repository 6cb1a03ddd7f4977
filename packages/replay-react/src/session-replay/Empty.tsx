'use client';
import type { ReactElement } from 'react';
import { State } from '../elements/State.tsx';
import { useReplayState } from '../replay/StoreContext.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { sessionReplayMessages } from './session-replay-messages.ts';

/** Says that there is nothing to replay yet. */
export function Empty(): ReactElement {
  const words = useWords('sessionReplay', sessionReplayMessages);
  const live = useReplayState((state) => state.live);
  return (
    <div className="ph-app ph-app--state" data-status="empty" role="status">
      <State icon="list" title={words.empty}>{live ? words.emptyLive : words.emptyOver}</State>
    </div>
  );
}
