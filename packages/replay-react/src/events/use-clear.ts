'use client';
import { useReplayStore } from '../replay/StoreContext.tsx';

/** Takes back what narrows the list. */
export function useClear(): () => void {
  const store = useReplayStore();
  return () => {
    store.setFilter({});
    store.setRange(undefined);
  };
}
