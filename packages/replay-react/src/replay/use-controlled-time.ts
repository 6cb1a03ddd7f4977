'use client';
import { useEffect, useReducer, useRef } from 'react';
import type { ReplayStore } from '@playhead/replay-core';
import { useLatest } from '../elements/use-latest.ts';
import type { ReplayRootTime } from './root-props.ts';
import { isLoading } from './use-controlled.ts';

/** Milliseconds between two reports of a moving playhead. */
const EVERY_MS = 100;

/** Keeps the playhead and the time of the host together: reports at most ten times a second and once more when the playhead settles. */
export function useControlledTime(store: ReplayStore, { time, defaultTime, onTimeChange }: Pick<ReplayRootTime, 'time' | 'defaultTime' | 'onTimeChange'>): void {
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  const latest = useLatest({ time, defaultTime, onTimeChange });
  /** The last time that both know of. */
  const agreed = useRef<number>(undefined);

  useEffect(() => {
    if (time === undefined || time === agreed.current || isLoading(store)) return;
    agreed.current = time;
    if (store.clock.now() !== time) store.seek(time);
  });

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let reportedAt = Number.NEGATIVE_INFINITY;
    const report = (): void => {
      timer = undefined;
      const now = store.clock.now();
      if (now === agreed.current || isLoading(store)) return;
      reportedAt = performance.now();
      agreed.current = now;
      latest.current.onTimeChange?.(now);
      if (latest.current.time !== undefined) renderAgain();
    };
    const start = (): void => {
      const first = latest.current.time ?? latest.current.defaultTime;
      if (first !== undefined) store.seek(first);
      agreed.current = store.clock.now();
    };
    let loading = isLoading(store);
    if (!loading) start();
    const stopWaiting = store.subscribe(() => {
      if (!loading || isLoading(store)) return;
      loading = false;
      queueMicrotask(start);
    });
    const stopListening = store.clock.subscribe(() => {
      if (loading || timer !== undefined) return;
      const wait = reportedAt + EVERY_MS - performance.now();
      if (wait <= 0) report();
      else timer = setTimeout(report, wait);
    });
    return () => {
      clearTimeout(timer);
      stopWaiting();
      stopListening();
    };
  }, [store, latest]);
}
