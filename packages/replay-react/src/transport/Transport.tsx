'use client';
import { useRef, type ReactNode } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import type { IconName } from '../elements/icon-paths.ts';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useClock } from '../replay/use-clock.ts';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { idleModes } from './idle-modes.ts';
import { LiveControl } from './LiveControl.tsx';
import { RangeChip } from './RangeChip.tsx';
import { transportMessages } from './transport-messages.ts';

const RATES: readonly number[] = [0.5, 1, 2, 4, 8, 16];

/** Props of {@link Transport}. */
export interface TransportProps extends PartProps {
  /** Stands at the end. */
  readonly children?: ReactNode;
}

type Picked = Pick<ReplayState, 'playing' | 'rate' | 'idle' | 'live' | 'currentIndex' | 'timeMap'> & { readonly events: number; readonly errors: number };

const pick = ({ playing, rate, idle, live, status, currentIndex, timeMap, model }: ReplayState): Picked => ({
  playing, rate, idle, live: live && status === 'ready', currentIndex, timeMap, events: model.events.length, errors: model.errorIds.length,
});

/**
 * Plays, goes to moments and errors, tells where the playhead stands, sets the speed and what happens to idle time, and goes
 * live. What a width has no room for is left out; the order stays. Renders a toolbar.
 */
export const Transport: Part<TransportProps, HTMLDivElement> = definePart('Transport', function Transport({ children, className, style }, ref) {
  const store = useReplayStore();
  const { setLayer } = useReplayViewActions();
  const { playing, rate, idle, live, currentIndex, timeMap, events, errors } = useReplayState(pick);
  const words = useWords('transport', transportMessages);
  const format = useFormat();
  const time = useRef<HTMLElement>(null);
  useClock(store, (timeMs) => {
    const text = format.time(timeMs);
    if (time.current && time.current.textContent !== text) time.current.textContent = text;
  }, [timeMap, format]);
  const rates = RATES.includes(rate) ? RATES : [...RATES, rate].sort((a, b) => a - b);
  const button = (label: string, icon: IconName, onClick: () => void, more = '') => (
    <button type="button" className={classes('ph-btn ph-btn--icon', more)} aria-label={label} title={label} onClick={onClick}><Icon name={icon} /></button>
  );
  return (
    <div ref={ref} className={classes('ph-transport', className)} style={style} role="toolbar" aria-label={words.label} data-part="transport" data-playing={playing} data-live={live}>
      <div className="ph-transport__grp ph-transport__play">
        {button(words.previousMoment, 'prev', () => void store.stepTo('moment', -1))}
        <button type="button" className="ph-btn ph-btn--play" aria-label={playing ? words.pause : words.play} title={playing ? words.pause : words.play} onClick={() => (playing ? store.pause() : store.play())}><Icon name={playing ? 'pause' : 'play'} /></button>
        {button(words.nextMoment, 'next', () => void store.stepTo('moment', 1))}
      </div>
      <div className="ph-time"><b ref={time}>{format.time(0)}</b> <span className="ph-muted">{words.ofTotal(format.time(timeMap.durationMs))}</span></div>
      <span className="ph-muted ph-wide ph-transport__n"><bdi>{words.position(format.number(currentIndex + 1), format.number(events))}</bdi></span>
      <RangeChip />
      <span className="ph-grow" />
      {errors > 0 && (
        <>
          <div className="ph-transport__grp ph-mid">
            <span className="ph-badge ph-badge--plain ph-bad"><Icon name="error" /><bdi>{words.errors(errors, format.number(errors))}</bdi></span>
            {button(words.previousError, 'chev-u', () => store.stepError(-1))}
            {button(words.nextError, 'chev-d', () => store.stepError(1))}
          </div>
          <span className="ph-vr ph-mid" />
        </>
      )}
      <div className="ph-seg ph-wide" role="group" aria-label={words.idle}>
        {idleModes.map((mode) => <button key={mode} type="button" aria-pressed={idle === mode} onClick={() => store.setIdle(mode)}>{words.idleModes[mode]}</button>)}
      </div>
      <span className="ph-selectbox">
        <select className="ph-select" aria-label={words.speed} value={rate} onChange={(event) => store.setRate(Number(event.target.value))}>
          {rates.map((value) => <option key={value} value={value}>{words.rate(format.number(value))}</option>)}
        </select>
        <Icon name="chev-d" small />
      </span>
      {button(words.shortcuts, 'keyboard', () => setLayer('shortcuts'), 'ph-wide')}
      {live && <LiveControl />}
      {children}
    </div>
  );
});
