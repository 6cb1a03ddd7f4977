'use client';
import { useRef, type ReactElement } from 'react';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { useClock } from '../replay/use-clock.ts';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';

/** Where the playhead stands; moved per frame outside React. With reduced motion it jumps from event to event while playing. */
export function TimelinePlayhead(): ReactElement {
  const { axis, timeMap, geometry } = useTimelineFrame();
  const store = useReplayStore();
  const group = useRef<SVGGElement>(null);
  useClock(store, (timeMs) => {
    const element = group.current;
    if (!element) return;
    const { playing, currentIndex, model } = store.getState();
    const event = model.events[currentIndex];
    const time = playing && event && prefersStillness() ? timeMap.toVirtual(event.record.at) : timeMs;
    element.style.transform = `translateX(${Math.round(axis.toX(time) * 100) / 100}px)`;
    element.style.visibility = time < axis.view.fromMs || time > axis.view.toMs ? 'hidden' : 'visible';
  }, [axis, timeMap]);
  return (
    <TimelineLayer name="timeline-playhead">
      <g ref={group} className="ph-tl__now"><path className="ph-line" d={`M0 -4V${geometry.density + 3}`} /><path className="ph-cap" d="M-5 -7h10v4.5l-5 5-5-5z" /></g>
    </TimelineLayer>
  );
}

function prefersStillness(): boolean {
  return typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;
}
