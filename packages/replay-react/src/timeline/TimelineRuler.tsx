'use client';
import type { ReactElement } from 'react';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { rulerTicks } from './ruler.ts';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';
import { timelineMessages } from './timeline-messages.ts';

/** Times along the timeline. A session that goes on ends with "now". */
export function TimelineRuler(): ReactElement {
  const { axis, geometry, live, timeMap } = useTimelineFrame();
  const words = useWords('timeline', timelineMessages);
  const format = useFormat();
  const ticks = rulerTicks(axis);
  const atEnd = axis.view.toMs >= timeMap.durationMs;
  return (
    <TimelineLayer name="timeline-ruler">
      <path className="tick" d={ticks.map(({ x }) => `M${Math.round(x * 100) / 100 + 0.5} ${geometry.height - 18}v4`).join('')} />
      {ticks.map(({ timeMs, x }) => <text key={timeMs} x={x} y={geometry.height - 4} textAnchor={x < 18 ? 'start' : 'middle'}>{format.time(timeMs)}</text>)}
      <text x={axis.widthPx} y={geometry.height - 4} textAnchor="end">{live && atEnd ? words.now : format.time(axis.view.toMs)}</text>
    </TimelineLayer>
  );
}
