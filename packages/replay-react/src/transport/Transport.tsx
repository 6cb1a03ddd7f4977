'use client';
import { useRef, type ReactElement } from 'react';
import type { IdleMode, ReplayState } from '@playhead/replay-core';
import { formatTime, plural } from '../locale/format.ts';
import { Icon } from '../elements/Icon.tsx';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useClock } from '../replay/use-clock.ts';

const RATES: readonly number[] = [0.5, 1, 2, 4, 8, 16];
const IDLE_MODES: readonly (readonly [IdleMode, string])[] = [['wall', 'Real time'], ['idle-capped', 'Skip idle'], ['even', 'By event']];

type Picked = Pick<ReplayState, 'playing' | 'rate' | 'idle' | 'live' | 'follow' | 'unseen' | 'currentIndex' | 'timeMap'> & { readonly events: number; readonly errors: number };

const pick = ({ playing, rate, idle, live, follow, unseen, currentIndex, timeMap, model }: ReplayState): Picked => ({
  playing, rate, idle, live, follow, unseen, currentIndex, timeMap, events: model.events.length, errors: model.errorIds.length,
});

/** Plays, steps, jumps between errors, sets the speed and goes live. Renders a toolbar. */
export function Transport(): ReactElement {
  const store = useReplayStore();
  const { playing, rate, idle, live, follow, unseen, currentIndex, timeMap, events, errors } = useReplayState(pick);
  const time = useRef<HTMLElement>(null);
  useClock(store, (timeMs) => { if (time.current) time.current.textContent = formatTime(timeMs); }, [timeMap]);
  return (
    <div className="ph-transport" role="toolbar" aria-label="Playback" data-playing={playing}>
      <div className="ph-transport__grp" style={{ gap: 4 }}>
        <button type="button" className="ph-btn ph-btn--icon" aria-label="Previous event" onClick={() => store.step(-1)}><Icon name="prev" /></button>
        <button type="button" className="ph-btn ph-btn--play" aria-label={playing ? 'Pause' : 'Play'} onClick={() => (playing ? store.pause() : store.play())}><Icon name={playing ? 'pause' : 'play'} /></button>
        <button type="button" className="ph-btn ph-btn--icon" aria-label="Next event" onClick={() => store.step(1)}><Icon name="next" /></button>
      </div>
      <div className="ph-time"><b ref={time}>00:00</b> <span className="ph-muted">/ {formatTime(timeMap.durationMs)}</span></div>
      <span className="ph-muted ph-wide" style={{ fontSize: 12 }}>Event {currentIndex + 1} of {events}</span>
      <span className="ph-grow" />
      {live && follow === 'detached' && <button type="button" className="ph-btn ph-btn--line" onClick={() => store.follow()}><Icon name="end" small />Go live{unseen > 0 && ` · ${unseen} new`}</button>}
      {errors > 0 && (
        <div className="ph-transport__grp">
          <span className="ph-badge ph-badge--plain ph-bad ph-mid" style={{ marginInlineEnd: 4 }}><Icon name="error" />{plural(errors, 'error')}</span>
          <button type="button" className="ph-btn ph-btn--icon" aria-label="Previous error" onClick={() => store.stepError(-1)}><Icon name="chev-u" /></button>
          <button type="button" className="ph-btn ph-btn--icon" aria-label="Next error" onClick={() => store.stepError(1)}><Icon name="chev-d" /></button>
        </div>
      )}
      <div className="ph-seg ph-wide" role="group" aria-label="Idle time">
        {IDLE_MODES.map(([mode, label]) => <button key={mode} type="button" aria-pressed={idle === mode} onClick={() => store.setIdle(mode)}>{label}</button>)}
      </div>
      <span className="ph-selectbox">
        <select className="ph-select" aria-label="Speed" value={rate} onChange={(event) => store.setRate(Number(event.target.value))}>
          {(RATES.includes(rate) ? RATES : [...RATES, rate]).map((value) => <option key={value} value={value}>{value}×</option>)}
        </select>
        <Icon name="chev-d" small />
      </span>
    </div>
  );
}
