'use client';
import { lazy, Suspense, useSyncExternalStore, type ReactElement } from 'react';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useTimelineFrame } from './TimelineContext.ts';

const RangeMarks = lazy(() => import('./interaction.ts').then((module) => ({ default: module.RangeMarks })));

/** The stretch that all views are narrowed to, with two handles, and the one that is being dragged. */
export function TimelineRange(): ReactElement | null {
  const { draft } = useTimelineFrame();
  const range = useReplayState((state) => state.range);
  const dragged = useSyncExternalStore(draft.subscribe, () => draft.get() !== undefined, () => false);
  return range || dragged ? <Suspense><RangeMarks range={range} /></Suspense> : null;
}
