'use client';
import { useSyncExternalStore } from 'react';

const STEP_MS = 15_000;

/** The time, to the quarter of a minute; absent on a server and in the first paint, so that both draw the same. */
export function useNow(fixed: number | undefined): number | undefined {
  const now = useSyncExternalStore(subscribe, current, absent);
  return fixed ?? now;
}

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, STEP_MS);
  return () => clearInterval(timer);
}

const current = (): number | undefined => Math.floor(Date.now() / STEP_MS) * STEP_MS;
const absent = (): number | undefined => undefined;
