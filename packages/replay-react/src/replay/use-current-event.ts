'use client';
import type { ReplayEvent, ReplayState } from '@playhead/replay-core';
import { useReplayState } from './StoreContext.tsx';

const pick = ({ model, currentIndex }: ReplayState): ReplayEvent | undefined => model.events[currentIndex];

/** The event at the playhead; none before the first. Renders again when it becomes another, not per frame. */
export function useCurrentEvent(): ReplayEvent | undefined {
  return useReplayState(pick);
}
