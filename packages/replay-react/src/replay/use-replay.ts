'use client';
import { useMemo, useSyncExternalStore } from 'react';
import type { ReplayState, ReplayStore } from '@playhead/replay-core';

/**
 * Reads a replay from React. Renders again only when what the selector picks has changed; playing
 * alone changes nothing, see {@link useClock}.
 *
 * @param store - The replay, from `createReplay`.
 * @param selector - Picks what to read: a value of the state, or a flat object of such values.
 *   Default: the whole state.
 *
 * @example
 * ```tsx
 * const errors = useReplay(store, (state) => state.model.errorIds.length);
 * ```
 */
export function useReplay(store: ReplayStore): ReplayState;
export function useReplay<Selected>(store: ReplayStore, selector: (state: ReplayState) => Selected): Selected;
export function useReplay(store: ReplayStore, selector?: (state: ReplayState) => unknown): unknown {
  const read = useMemo(() => {
    let last: { readonly state: ReplayState; readonly selected: unknown } | undefined;
    return () => {
      const state = store.getState();
      if (last?.state === state) return last.selected;
      const selected = selector ? selector(state) : state;
      last = { state, selected: last && equal(last.selected, selected) ? last.selected : selected };
      return last.selected;
    };
  }, [store, selector]);
  return useSyncExternalStore(store.subscribe, read, read);
}

function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
