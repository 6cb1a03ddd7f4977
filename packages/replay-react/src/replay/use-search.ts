'use client';
import { useMemo } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { useReplayState, useReplayStore } from './StoreContext.tsx';

/** The search of a replay. */
export interface ReplaySearch {
  /** Blank when nothing is searched for. */
  readonly query: string;
  /** Ids of what was found, in display order. */
  readonly hits: readonly string[];
  /** Position of the playhead among the results, from 1; 0 when it is on none. */
  readonly position: number;
  readonly setQuery: (query: string) => void;
  /** Goes to the next result. @returns Whether there was one. */
  readonly next: () => boolean;
  readonly previous: () => boolean;
}

const pick = ({ query, hits, model, currentIndex }: ReplayState): Pick<ReplaySearch, 'query' | 'hits' | 'position'> => ({
  query, hits, position: hits.length === 0 ? 0 : hits.indexOf(model.events[currentIndex]?.id ?? '') + 1,
});

/** What is searched for and found in the replay of the nearest `ReplayRoot`, and how to move through it. */
export function useSearch(): ReplaySearch {
  const store = useReplayStore();
  const { query, hits, position } = useReplayState(pick);
  return useMemo(() => ({
    query, hits, position, setQuery: store.setQuery, next: () => store.stepTo('hit', 1), previous: () => store.stepTo('hit', -1),
  }), [store, query, hits, position]);
}
