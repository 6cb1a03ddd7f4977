'use client';
import { useContext, type ReactElement } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { ReopenContext, useReplayState } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { sessionReplayMessages } from './session-replay-messages.ts';

const pick = ({ connection, status, progress }: ReplayState): { readonly state: 'incomplete' | 'lost' | 'reading' | undefined; readonly percent: number; readonly size: number } => ({
  state: status === 'error' ? 'incomplete' : connection === 'lost' ? 'lost' : progress ? 'reading' : undefined,
  percent: progress && progress.totalBytes > 0 ? Math.floor((100 * progress.readBytes) / progress.totalBytes) : 0,
  size: progress?.totalBytes ?? 0,
});

/** One line while a part of the session is missing: it is being read, the connection is lost, or the rest did not load. */
export function Notice(): ReactElement | null {
  const { state, percent, size } = useReplayState(pick);
  const words = useWords('sessionReplay', sessionReplayMessages);
  const format = useFormat();
  const retry = useContext(ReopenContext);
  if (state === undefined) return null;
  const text = state === 'incomplete' ? words.incomplete : state === 'lost' ? words.connectionLost : words.reading(format.percent(percent / 100), format.bytes(size));
  return (
    <div className="ph-notice" data-state={state} aria-live={state === 'reading' ? 'off' : undefined}>
      <Icon name={state === 'incomplete' ? 'alert' : 'spin'} {...(state !== 'incomplete' && { className: 'ph-spin' })} />
      {state === 'reading'
        ? <span className="ph-cut" role="progressbar" aria-label={words.loading} aria-valuenow={percent} aria-valuetext={text}>{text}</span>
        : <span className="ph-cut">{text}</span>}
      {state === 'incomplete' && retry && <button type="button" className="ph-btn ph-btn--s ph-btn--line" onClick={retry}>{words.tryAgain}</button>}
    </div>
  );
}
