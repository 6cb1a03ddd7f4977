'use client';
import { useEffect, useRef, type ReactElement } from 'react';
import type { TimeRange } from '@playhead/replay-core';
import { RangeHandle } from './RangeHandle.tsx';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';

/** The range and its handles, or what is being dragged to become one. */
export function RangeMarks({ range }: { readonly range: TimeRange | undefined }): ReactElement {
  const { axis, timeMap, geometry, draft } = useTimelineFrame();
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
      {range && <><RangeHandle end="from" range={range} /><RangeHandle end="to" range={range} /></>}
    </>
  );
}
