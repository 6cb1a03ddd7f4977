'use client';
import { useId, useMemo, useRef, type ReactElement } from 'react';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { useClock } from '../replay/use-clock.ts';
import { densityPaths } from './density.ts';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';

/** Bars of how much happened, played and ahead, with errors and denials on top. */
export function TimelineDensity(): ReactElement {
  const { columns, geometry, axis } = useTimelineFrame();
  const store = useReplayStore();
  const clip = useId();
  const played = useRef<SVGRectElement>(null);
  const paths = useMemo(() => densityPaths(columns, geometry.density), [columns, geometry.density]);
  useClock(store, (timeMs) => played.current?.setAttribute('width', String(axis.toX(timeMs))), [axis]);
  return (
    <TimelineLayer name="timeline-density">
      <clipPath id={clip}><rect ref={played} x={0} y={0} width={0} height={geometry.density} /></clipPath>
      <path className="b-ahead" d={paths.bars} />
      <path className="b-played" d={paths.bars} clipPath={`url(#${clip})`} />
      <path className="b-den" d={paths.denials} />
      <path className="b-err" d={paths.errors} />
      <path className="base" d={`M0 ${geometry.density + 0.5}H${axis.widthPx}`} />
    </TimelineLayer>
  );
}
