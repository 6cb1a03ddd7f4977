'use client';
import { lazy, Suspense, useMemo, useSyncExternalStore, type LazyExoticComponent, type ReactElement } from 'react';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { PITCH } from './density.ts';
import type { HoverCard as Card } from './HoverCard.tsx';
import { useTimelineFrame } from './TimelineContext.ts';
import { TimelineLayer } from './TimelineLayer.tsx';

const HoverCard: LazyExoticComponent<typeof Card> = lazy(() => import('./HoverCard.tsx').then((module) => ({ default: module.HoverCard })));

/** A line at the event that the pointer is on, here or in the list; here with a card that tells what it is. */
export function TimelineHover(): ReactElement | null {
  const { axis, events, timeMap, geometry, hover } = useTimelineFrame();
  const pointed = useSyncExternalStore(hover.subscribe, hover.get, () => undefined);
  const highlightedId = useReplayState((state) => state.highlightedId);
  const highlighted = useMemo(() => {
    if (highlightedId === undefined || pointed !== undefined) return -1;
    return events.findIndex(({ id }) => id === highlightedId);
  }, [events, highlightedId, pointed]);
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
