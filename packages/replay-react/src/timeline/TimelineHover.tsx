'use client';
import { lazy, Suspense, useSyncExternalStore, type ReactElement } from 'react';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useTimelineFrame } from './TimelineContext.ts';

const HoverMark = lazy(() => import('./interaction.ts').then((module) => ({ default: module.HoverMark })));

/** A line at the event that the pointer is on, here or in the list; here with a card that tells what it is. */
export function TimelineHover(): ReactElement | null {
  const { hover } = useTimelineFrame();
  const pointed = useSyncExternalStore(hover.subscribe, hover.get, () => undefined);
  const highlightedId = useReplayState((state) => state.highlightedId);
  return pointed === undefined && highlightedId === undefined ? null : <Suspense><HoverMark pointed={pointed} highlightedId={highlightedId} /></Suspense>;
}
