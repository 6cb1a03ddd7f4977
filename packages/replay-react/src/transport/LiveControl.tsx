'use client';
import type { ReactElement } from 'react';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { transportMessages } from './transport-messages.ts';

/** Says that the live end is followed, or goes there. */
export function LiveControl(): ReactElement {
  const store = useReplayStore();
  const follow = useReplayState((state) => state.follow);
  const words = useWords('transport', transportMessages);
  if (follow === 'following') return <span className="ph-badge ph-badge--live ph-mid"><span className="ph-dot ph-dot--live" />{words.live}</span>;
  return <button type="button" className="ph-btn ph-btn--line ph-mid" onClick={() => store.follow()}><span className="ph-dot ph-transport__live" />{words.goLive}</button>;
}
