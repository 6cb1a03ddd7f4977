'use client';
import type { ReactElement } from 'react';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { PITCH } from './density.ts';
import { idleAmount } from './notches.ts';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';
import { timelineMessages } from './timeline-messages.ts';

/** Gaps in the bars where nothing happened for long, with how long. */
export function TimelineIdle(): ReactElement {
  const { axis: { notches }, geometry: { density } } = useTimelineFrame();
  const words = useWords('timeline', timelineMessages);
  const format = useFormat();
  const starts = notches.map(({ x }) => Math.floor(x / PITCH) * PITCH);
  return (
    <TimelineLayer name="timeline-idle">
      <path className="idle-l" d={starts.map((x) => `M${x + 6.5} ${density - 30}V${density}M${x + 35.5} ${density - 30}V${density}`).join('')} />
      {notches.map((notch, index) => {
        const { count, unit } = idleAmount(notch.wallMs);
        return <text key={notch.fromMs} x={(starts[index] ?? 0) + 21} y={density - 11} textAnchor="middle">{words.idle(format.number(count), unit)}</text>;
      })}
    </TimelineLayer>
  );
}
