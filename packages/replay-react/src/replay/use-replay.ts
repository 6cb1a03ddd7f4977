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
  const read = useMemo(() => createReader(store, selector), [store, selector]);
  return useSyncExternalStore(store.subscribe, read, read);
}

/** Reads what a selector picks, and gives back the same value for as long as it means the same. */
function createReader(store: ReplayStore, selector: ((state: ReplayState) => unknown) | undefined): () => unknown {
  let last: { readonly state: ReplayState; readonly selected: unknown } | undefined;
  return () => {
    const state = store.getState();
    if (last?.state === state) return last.selected;
    const selected = selector ? selector(state) : state;
    const known = last !== undefined && equal(last.selected, selected) ? last.selected : selected;
    last = { state, selected: known };
    return known;
  };
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
