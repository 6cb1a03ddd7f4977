'use client';
import { useEffect, useReducer } from 'react';
import type { ReplayState, ReplayStore } from '@playhead/replay-core';
import { useLatest } from '../elements/use-latest.ts';

/** One value of a replay that a host may hold. */
export interface Controlled<Value> {
  /** What the host wants; `undefined` where the replay keeps it itself. */
  readonly value: Value | undefined;
  /** What the replay begins with where the host does not hold it. */
  readonly initial?: Value | undefined;
  readonly onChange?: ((value: Value) => void) | undefined;
  read(state: ReplayState): Value;
  write(store: ReplayStore, value: Value): void;
  equal?(a: Value, b: Value): boolean;
}

/**
 * Keeps one value of a replay and of its host the same. A change in the replay is reported; when the host does not adopt
 * it with its next render, it is undone. Nothing is written or reported before the recording is there.
 */
export function useControlled<Value>(store: ReplayStore, controlled: Controlled<Value>): void {
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  const latest = useLatest(controlled);
  useEffect(() => settle(store, controlled.value, controlled));

  useEffect(() => {
    const { initial, value } = latest.current;
    let loading = isLoading(store);
    if (!loading && value === undefined) settle(store, initial, latest.current);
    let known = latest.current.read(store.getState());
    return store.subscribe(() => {
      const { onChange, read, equal = Object.is } = latest.current;
      if (isLoading(store)) return;
      if (loading) {
        loading = false;
        // The store is still busy with what it announces: what follows from it comes after.
        queueMicrotask(() => settle(store, latest.current.value ?? latest.current.initial, latest.current));
        known = read(store.getState());
        return;
      }
      const now = read(store.getState());
      if (equal(now, known)) return;
      known = now;
      const held = latest.current.value;
      if (held !== undefined && equal(now, held)) return;
      onChange?.(now);
      if (held !== undefined) renderAgain();
    });
  }, [store, latest]);
}

function settle<Value>(store: ReplayStore, wanted: Value | undefined, { read, write, equal = Object.is }: Controlled<Value>): void {
  if (wanted === undefined || isLoading(store) || equal(read(store.getState()), wanted)) return;
  write(store, wanted);
}

/** Whether nothing can be moved or picked yet. */
export function isLoading(store: Pick<ReplayStore, 'getState'>): boolean {
  const { status, model } = store.getState();
  return status === 'loading' || (status === 'error' && model.events.length === 0);
}
