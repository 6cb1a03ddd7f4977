'use client';
import { useState } from 'react';
import type { TextValue } from '@playhead/protocol';
import type { ReplayState, SessionModel, Step, TimeMap } from '@playhead/replay-core';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useClock } from '../replay/use-clock.ts';
import { outputOf, printedAt } from './terminal-source.ts';

/** What a command printed so far. */
export interface Printed {
  readonly pieces: readonly TextValue[];
  /** Whether that is all of it, as far as it is known. */
  readonly complete: boolean;
}

/**
 * What a command had printed at the playhead. All of it when one of its events is selected and the playhead
 * stands there, and for a command that the playhead has not come to. React hears of it per piece, not per frame.
 */
export function usePrinted(step: Step): Printed {
  const store = useReplayStore();
  const { timeMap, playing, model, currentIndex, selectedId } = useReplayState(pick);
  const current = model.events[currentIndex];
  const chosen = !playing && current !== undefined && current.id === selectedId && current.stepId === step.id ? current.record.at : undefined;
  const countAt = (timeMs: number): number => {
    const at = timeMap.toWall(timeMs);
    const standsOnIt = chosen !== undefined && Math.abs(timeMap.toVirtual(chosen) - timeMs) < 1;
    return standsOnIt || at < step.startedAt ? Infinity : printedAt(step, at);
  };
  const [drawn, setDrawn] = useState(() => ({ step, count: countAt(store.clock.now()) }));
  useClock(store, (timeMs) => {
    const count = countAt(timeMs);
    setDrawn((before) => (before.step === step && before.count === count ? before : { step, count }));
  }, [step, timeMap, chosen]);
  const all = outputOf(step);
  const count = drawn.step.id === step.id ? drawn.count : countAt(store.clock.now());
  return count >= all.length ? { pieces: all, complete: true } : { pieces: all.slice(0, count), complete: false };
}

const pick = ({ timeMap, playing, model, currentIndex, selectedId }: ReplayState): { readonly timeMap: TimeMap; readonly playing: boolean; readonly model: SessionModel; readonly currentIndex: number; readonly selectedId: string | undefined } => ({ timeMap, playing, model, currentIndex, selectedId });
