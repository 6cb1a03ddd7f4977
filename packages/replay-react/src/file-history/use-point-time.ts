'use client';
import { useCallback } from 'react';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useFormat } from '../settings/SettingsContext.tsx';

/** Writes a recorded time as the timeline does. */
export function usePointTime(): (at: number) => string {
  const format = useFormat();
  const timeMap = useReplayState((state) => state.timeMap);
  return useCallback((at: number) => format.time(timeMap.toVirtual(at)), [format, timeMap]);
}
