'use client';
import { useMemo } from 'react';
import type { Chapter, ReplayState } from '@playhead/replay-core';
import { useReplayState } from './StoreContext.tsx';

/** The chapters of a session and the one at the playhead. */
export interface Chapters {
  readonly chapters: readonly Chapter[];
  /** None before the first one begins. */
  readonly current: Chapter | undefined;
}

const pick = ({ model, currentIndex }: ReplayState): Chapters => {
  const { chapters, events } = model;
  const now = events[currentIndex]?.record.at ?? Number.NEGATIVE_INFINITY;
  return { chapters, current: chapters.findLast(({ at }) => at <= now) };
};

/** The chapters of the session, and where in them the playhead stands. Renders again with them, not per event. */
export function useChapters(): Chapters {
  const { chapters, current } = useReplayState(pick);
  return useMemo(() => ({ chapters, current }), [chapters, current]);
}
