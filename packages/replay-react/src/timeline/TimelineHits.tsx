'use client';
import { lazy, Suspense, type ReactElement } from 'react';
import { useReplayState } from '../replay/ReplayRoot.tsx';

const HitMarks = lazy(() => import('./interaction.ts').then((module) => ({ default: module.HitMarks })));

/** A mark above each bar that holds something the search found. */
export function TimelineHits(): ReactElement | null {
  const hits = useReplayState((state) => state.hits);
  return hits.length === 0 ? null : <Suspense><HitMarks hits={hits} /></Suspense>;
}
