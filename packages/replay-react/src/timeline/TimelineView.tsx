'use client';
import { useEffect, useRef, type ReactElement } from 'react';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';
import { useVisibleRange } from './visible-range.ts';

/** A line under the bars: the part of the list that is on the screen. */
export function TimelineView(): ReactElement {
  const { axis, events, timeMap, geometry } = useTimelineFrame();
  const visible = useVisibleRange();
  const line = useRef<SVGRectElement>(null);
  useEffect(() => {
    const draw = (): void => {
      const range = visible?.get();
      const from = range && events[range.from];
      const to = range && events[Math.min(range.to, events.length - 1)];
      const x = from ? axis.toX(timeMap.toVirtual(from.record.at)) : 0;
      const width = to ? Math.max(4, axis.toX(timeMap.toVirtual(to.record.at)) - x) : 0;
      line.current?.setAttribute('x', String(Math.min(x, axis.widthPx - width)));
      line.current?.setAttribute('width', String(width));
    };
    draw();
    return visible?.subscribe(draw);
  }, [visible, axis, events, timeMap]);
  return <TimelineLayer name="timeline-view"><rect ref={line} className="view" x={0} y={geometry.density + 2} width={0} height={2} rx={1} /></TimelineLayer>;
}
