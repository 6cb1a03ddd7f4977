'use client';
import { useSyncExternalStore } from 'react';

const subscribeToNothing = () => (): void => undefined;

/** Whether the page can measure what it draws: not on a server, not while the markup of a server is taken over, and not in pages without layout, such as jsdom. */
export function useHasLayout(): boolean {
  return useSyncExternalStore(subscribeToNothing, () => typeof ResizeObserver !== 'undefined', () => false);
}
