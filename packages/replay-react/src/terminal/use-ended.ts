'use client';
import { useState } from 'react';
import type { TerminalHead } from '@playhead/replay-core';
import { useReplayStore } from '../replay/StoreContext.tsx';
import { useClock } from '../replay/use-clock.ts';
import { wantedAt } from './use-recorded-screen.ts';

/** Whether the playhead is past the end of a terminal. React hears of it when it changes. */
export function useEnded({ endedAt = Infinity }: TerminalHead): boolean {
  const store = useReplayStore();
  const [ended, setEnded] = useState(false);
  useClock(store, () => setEnded(wantedAt(store) >= endedAt && endedAt < Infinity), [endedAt]);
  return ended;
}
