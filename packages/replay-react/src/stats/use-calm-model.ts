'use client';
import { useEffect, useState } from 'react';
import type { SessionModel } from '@playhead/replay-core';
import { useReplayStore } from '../replay/ReplayRoot.tsx';

const PAUSE_MS = 1000;

/** The model, at most once a second: who counts a whole session does not do so for every event of a live one. */
export function useCalmModel(): SessionModel {
  const store = useReplayStore();
  const [model, setModel] = useState(() => store.getState().model);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const take = (): void => {
      timer = undefined;
      last = performance.now();
      setModel(store.getState().model);
    };
    const look = (): void => { timer ??= setTimeout(take, Math.max(0, PAUSE_MS - (performance.now() - last))); };
    take();
    const stop = store.subscribe(look);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [store]);
  return model;
}
