'use client';
import { useMemo } from 'react';
import type { ReplayStore } from '@playhead/replay-core';
import type { ReplayViewActions } from '../view/replay-view.ts';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { useReplayStore } from './StoreContext.tsx';

/** Everything that can be done to a replay and its view. */
export type ReplayActions = Omit<ReplayStore, 'getState' | 'subscribe' | 'clock' | 'close'> & ReplayViewActions;

/**
 * What can be done to the replay of the nearest `ReplayRoot`. Stays the same object while the replay does; reading it renders nothing again.
 *
 * @example
 * ```tsx
 * const { play, stepTo } = useReplayActions();
 * ```
 */
export function useReplayActions(): ReplayActions {
  const store = useReplayStore();
  const view = useReplayViewActions();
  return useMemo(() => {
    const { getState: _state, subscribe: _subscribe, clock: _clock, close: _close, ...actions } = store;
    return { ...actions, ...view };
  }, [store, view]);
}
