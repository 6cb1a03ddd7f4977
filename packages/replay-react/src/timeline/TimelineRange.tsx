'use client';
import { lazy, Suspense, useEffect, useRef, type LazyExoticComponent, type ReactElement } from 'react';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import type { RangeHandle as Handle } from './RangeHandle.tsx';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';

const RangeHandle: LazyExoticComponent<typeof Handle> = lazy(() => import('./RangeHandle.tsx').then((module) => ({ default: module.RangeHandle })));

/** The stretch that all views are narrowed to, with two handles, and the one that is being dragged. */
export function TimelineRange(): ReactElement {
  const { axis, timeMap, geometry, draft } = useTimelineFrame();
  const range = useReplayState((state) => state.range);
  const area = useRef<SVGRectElement>(null);
  const edges = useRef<SVGPathElement>(null);
  const bottom = geometry.height - 18;
  useEffect(() => {
    const draw = (): void => {
      const dragged = draft.get();
      const from = dragged?.from ?? (range ? axis.toX(timeMap.toVirtual(range.from)) : 0);
      const to = dragged?.to ?? (range ? axis.toX(timeMap.toVirtual(range.to)) : 0);
      const shown = dragged !== undefined || range !== undefined;
      area.current?.setAttribute('x', String(from));
      area.current?.setAttribute('width', String(shown ? Math.max(0, to - from) : 0));
      edges.current?.setAttribute('d', shown ? `M${from} 0V${bottom}M${to} 0V${bottom}` : '');
    };
    draw();
    return draft.subscribe(draw);
  }, [axis, timeMap, draft, range, bottom]);
  return (
    <>
      <TimelineLayer name="timeline-range">
        <rect ref={area} className="rng" x={0} y={0} width={0} height={bottom} />
        <path ref={edges} className="rng-e" />
      </TimelineLayer>
      {range && <Suspense><RangeHandle end="from" range={range} /><RangeHandle end="to" range={range} /></Suspense>}
    </>
  );
}
