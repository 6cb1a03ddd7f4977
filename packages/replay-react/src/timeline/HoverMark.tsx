'use client';
import { lazy, Suspense, useMemo, type LazyExoticComponent, type ReactElement } from 'react';
import { PITCH } from './density.ts';
import type { HoverCard as Card } from './HoverCard.tsx';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';
import { useVisibleRange } from './visible-range.ts';

const HoverCard: LazyExoticComponent<typeof Card> = lazy(() => import('./HoverCard.tsx').then((module) => ({ default: module.HoverCard })));

/** Props of {@link HoverMark}. */
export interface HoverMarkProps {
  /** The index of the event under the pointer. */
  readonly pointed: number | undefined;
  /** The event that is highlighted anywhere. */
  readonly highlightedId: string | undefined;
}

/** A line at an event; under the pointer with a card. */
export function HoverMark({ pointed, highlightedId }: HoverMarkProps): ReactElement | null {
  const { axis, events, timeMap, geometry } = useTimelineFrame();
  const visible = useVisibleRange();
  const highlighted = useMemo(() => {
    if (highlightedId === undefined || pointed !== undefined) return -1;
    // It is most likely one that the list shows.
    const { from, to } = visible?.get() ?? { from: 0, to: -1 };
    for (let index = from; index <= to; index++) if (events[index]?.id === highlightedId) return index;
    return events.findIndex(({ id }) => id === highlightedId);
  }, [events, highlightedId, pointed, visible]);
  const event = events[pointed ?? highlighted];
  if (!event) return null;
  const x = Math.floor(axis.toX(timeMap.toVirtual(event.record.at)) / PITCH) * PITCH + 1.5;
  return (
    <>
      <TimelineLayer name="timeline-hover"><path className="hov" d={`M${x} 0V${geometry.density}`} /></TimelineLayer>
      {pointed !== undefined && <Suspense><HoverCard index={pointed} x={x} /></Suspense>}
    </>
  );
}
