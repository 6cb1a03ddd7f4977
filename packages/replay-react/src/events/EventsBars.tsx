'use client';
import type { ReactElement } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { useReplayStore } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { eventsMessages } from './events-messages.ts';
import { useClear } from './use-clear.ts';

/** Props of {@link EventsBars}. */
export interface EventsBarsProps {
  readonly state: Pick<ReplayState, 'model' | 'shown' | 'live' | 'follow' | 'unseen'>;
  /** Whether there are rows: without them something else says what filters leave out. */
  readonly rows: boolean;
}

/** The lines under the list: what filters leave out, and what came while somebody looked elsewhere. */
export function EventsBars({ state: { model, shown, live, follow, unseen }, rows }: EventsBarsProps): ReactElement {
  const store = useReplayStore();
  const clear = useClear();
  const words = useWords('events', eventsMessages);
  const format = useFormat();
  const hidden = rows && shown.narrowed ? model.events.length - shown.count : 0;
  return (
    <>
      {hidden > 0 && (
        <div className="ph-hiddenbar"><span className="ph-grow">{words.hidden(hidden, format.number(hidden))}</span><button type="button" className="ph-btn ph-btn--s" onClick={clear}>{words.clear}</button></div>
      )}
      {live && follow === 'detached' && unseen > 0 && (
        <div className="ph-livebar"><button type="button" className="ph-btn" onClick={() => store.follow()}><Icon name="end" small />{words.jumpToLive}<span className="ph-muted">{words.unseen(unseen, format.number(unseen))}</span></button></div>
      )}
    </>
  );
}
