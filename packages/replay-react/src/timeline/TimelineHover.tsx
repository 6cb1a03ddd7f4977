'use client';
import { lazy, Suspense, useMemo, useSyncExternalStore, type LazyExoticComponent, type ReactElement } from 'react';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { PITCH } from './density.ts';
import type { HoverCard as Card } from './HoverCard.tsx';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';
import { useVisibleRange } from './visible-range.ts';

const HoverCard: LazyExoticComponent<typeof Card> = lazy(() => import('./HoverCard.tsx').then((module) => ({ default: module.HoverCard })));

/** A line at the event that the pointer is on, here or in the list; here with a card that tells what it is. */
export function TimelineHover(): ReactElement | null {
  const { axis, events, timeMap, geometry, hover } = useTimelineFrame();
  const pointed = useSyncExternalStore(hover.subscribe, hover.get, () => undefined);
  const visible = useVisibleRange();
  const highlightedId = useReplayState((state) => state.highlightedId);
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
