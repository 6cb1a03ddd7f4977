'use client';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement, type RefObject } from 'react';
import { bucketise, type ReplayState } from '@playhead/replay-core';
import { formatDuration, formatTime } from '../locale/format.ts';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useClock } from '../replay/use-clock.ts';
import { densityPaths, PITCH, rulerTicks } from './density.ts';

const HEIGHT = 44;
const SERVER_WIDTH = 1200;
const NOTABLE_IDLE_MS = 10_000;

const pick = ({ model, timeMap, currentIndex }: ReplayState): Pick<ReplayState, 'model' | 'timeMap' | 'currentIndex'> => ({ model, timeMap, currentIndex });

/** How dense the session was, where its errors and denials are, and where the playhead stands. Renders a slider. */
export function Timeline(): ReactElement {
  const store = useReplayStore();
  const { model, timeMap, currentIndex } = useReplayState(pick);
  const box = useRef<HTMLDivElement>(null);
  const playhead = useRef<SVGGElement>(null);
  const played = useRef<SVGRectElement>(null);
  const clip = useId();
  const width = useWidth(box);
  const duration = Math.max(1, timeMap.durationMs);
  const paths = useMemo(() => densityPaths(bucketise(model.events, width / PITCH, timeMap), HEIGHT), [model.events, width, timeMap]);
  const ticks = useMemo(() => rulerTicks(duration, width), [duration, width]);
  const current = model.events[currentIndex];

  useClock(store, (timeMs) => {
    const x = (Math.min(duration, Math.max(0, timeMs)) / duration) * width;
    if (playhead.current) playhead.current.style.transform = `translateX(${x}px)`;
    played.current?.setAttribute('width', String(x));
    // The words follow with the event; the number may follow each frame, which readers do not read aloud.
    box.current?.setAttribute('aria-valuenow', String(Math.round(timeMs)));
  }, [duration, width]);

  const seekTo = (event: PointerEvent<HTMLDivElement>): void => {
    const { left } = event.currentTarget.getBoundingClientRect();
    store.seek(Math.min(duration, Math.max(0, ((event.clientX - left) / width) * duration)));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (by !== undefined) store.step(by);
    else if (event.key === 'Home') store.seek(0);
    else if (event.key === 'End') store.follow();
    else return;
    event.preventDefault();
  };
  const time = current ? timeMap.toVirtual(current.record.at) : 0;
  const words = current ? `${formatTime(time)}, event ${currentIndex + 1} of ${model.events.length}, ${current.title}${current.summary ? `: ${current.summary}` : ''}${current.severity === 'error' ? ', failed' : current.severity === 'denied' ? ', denied' : ''}` : 'before the first event';

  return (
    <div className="ph-tl" data-idle={timeMap.mode}>
      <div
        ref={box} className="ph-tl__box" role="slider" tabIndex={0} aria-label="Timeline" aria-orientation="horizontal" aria-valuemin={0}
        aria-valuemax={Math.round(duration)} aria-valuenow={Math.round(time)} aria-valuetext={words} onKeyDown={onKeyDown}
        onPointerDown={(event) => { if (event.button !== 0) return; event.currentTarget.setPointerCapture?.(event.pointerId); seekTo(event); }}
        onPointerMove={(event) => { if (event.currentTarget.hasPointerCapture?.(event.pointerId)) seekTo(event); }}
      >
        <svg className="ph-tl__svg" width="100%" height={HEIGHT + 24} aria-hidden="true">
          <clipPath id={clip}><rect ref={played} x={0} y={0} width={0} height={HEIGHT} /></clipPath>
          <path className="b-ahead" d={paths.bars} />
          <path className="b-played" d={paths.bars} clipPath={`url(#${clip})`} />
          <path className="b-den" d={paths.denials} />
          <path className="b-err" d={paths.errors} />
          <path className="base" d={`M0 ${HEIGHT + 0.5}H${width}`} />
          {timeMap.idle.filter((stretch) => stretch.wallMs >= NOTABLE_IDLE_MS).slice(0, 200).map((stretch) => {
            const x = (stretch.at / duration) * width;
            return (
              <g key={stretch.at}>
                <path className="idle-l" d={`M${x} 10V${HEIGHT}`} />
                {stretch.wallMs >= 60_000 && <text x={x + 4} y={14}>{formatDuration(stretch.wallMs * 1000)}</text>}
              </g>
            );
          })}
          {ticks.map((tick) => {
            const x = (tick / duration) * width;
            return <g key={tick}><path className="tick" d={`M${x + 0.5} ${HEIGHT}v4`} /><text x={x} y={HEIGHT + 17} textAnchor={tick === 0 ? 'start' : 'middle'}>{formatTime(tick)}</text></g>;
          })}
          <text x={width} y={HEIGHT + 17} textAnchor="end">{formatTime(duration)}</text>
          <g ref={playhead} className="ph-tl__now"><path className="ph-line" d={`M0 -4V${HEIGHT + 3}`} /><path className="ph-cap" d="M-5 -7h10v4.5l-5 5-5-5z" /></g>
        </svg>
      </div>
    </div>
  );
}

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(SERVER_WIDTH);
  useEffect(() => {
    const watched = element.current;
    if (!watched || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(([entry]) => { if (entry && entry.contentRect.width > 0) setWidth(Math.floor(entry.contentRect.width)); });
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
