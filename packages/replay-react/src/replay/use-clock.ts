'use client';
import { useEffect } from 'react';
import type { ReplayStore } from '@playhead/replay-core';
import { useLatest } from '../elements/use-latest.ts';

/**
 * Hears of the playhead per frame, outside React: write to the DOM in it, do not set state.
 *
 * @param store - The replay.
 * @param listener - Called with virtual milliseconds: at once, per frame while playing, after each seek.
 * @param dependencies - Calls again when one of them changes.
 */
export function useClock(store: ReplayStore, listener: (timeMs: number) => void, dependencies: readonly unknown[] = []): void {
  const latest = useLatest(listener);
  useEffect(() => store.clock.subscribe((timeMs) => latest.current(timeMs)), [store, latest]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the caller names what moves the drawing
  useEffect(() => { latest.current(store.clock.now()); }, [store, ...dependencies]);
}
