'use client';
import { createContext, type Context } from 'react';
import type { ReplayState, ReplayStore } from '@playhead/replay-core';
import { useUnderRoot } from '../elements/use-under-root.ts';
import { useReplay } from './use-replay.ts';

/** The replay of the nearest `ReplayRoot`. */
export const StoreContext: Context<ReplayStore | undefined> = createContext<ReplayStore | undefined>(undefined);

/** Opens the source of the nearest `ReplayRoot` again; absent where the host made the store. */
export const ReopenContext: Context<(() => void) | undefined> = createContext<(() => void) | undefined>(undefined);

/**
 * The replay of the nearest {@link ReplayRoot}.
 *
 * @throws Error when there is none above.
 */
export function useReplayStore(): ReplayStore {
  return useUnderRoot(StoreContext);
}

/** {@link useReplay} on the replay of the nearest {@link ReplayRoot}. */
export function useReplayState<Selected>(selector: (state: ReplayState) => Selected): Selected {
  return useReplay(useReplayStore(), selector);
}
