'use client';
import type { ReactElement } from 'react';
import { visiblePieces } from '../elements/visible-text.ts';
import { LANE_PX } from './lanes.ts';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';

/** When each subagent worked, with its name where there is room. */
export function TimelineLanes(): ReactElement | null {
  const { lanes, geometry: { density } } = useTimelineFrame();
  if (lanes.length === 0) return null;
  const middle = (row: number): number => density + row * LANE_PX + 8.5;
  return (
    <TimelineLayer name="timeline-lanes">
      <path className="lane" d={lanes.map(({ x, width, row }) => `M${x + 2.5} ${middle(row)}H${x + Math.max(2.6, width - 2.5)}`).join('')} />
      {lanes.map(({ id, row, name }) => name && (
        <text key={id} className="lane-t" x={name.x} y={middle(row) + 3.5} textAnchor={name.anchor}>{visiblePieces(name.text).map((piece) => piece.text).join('')}</text>
      ))}
    </TimelineLayer>
  );
}
