'use client';
import { useMemo } from 'react';
import type { ReplayState, SessionModel, Step } from '@playhead/replay-core';
import { useReplayState } from './ReplayRoot.tsx';

/** All steps by id, in order. */
export function stepsById(model: SessionModel): ReadonlyMap<string, Step> {
  return new Map(model.turns.flatMap((turn) => turn.steps.map((step) => [step.id, step] as const)));
}

/**
 * The step to show in a pane: the one at the playhead if it fits, else the last fitting one before,
 * else the first of the session. To select an event moves the playhead to it.
 *
 * @param fits - Which steps the pane can show. Keep its identity between renders.
 */
export function useStepAtPlayhead(fits: (step: Step) => boolean): Step | undefined {
  const { model, currentIndex } = useReplayState(pick);
  const steps = useMemo(() => stepsById(model), [model]);
  return useMemo(() => {
    for (let index = Math.min(currentIndex, model.events.length - 1); index >= 0; index--) {
      const id = model.events[index]?.stepId;
      const step = id === undefined ? undefined : steps.get(id);
      if (step && fits(step)) return step;
    }
    return [...steps.values()].find(fits);
  }, [model, steps, currentIndex, fits]);
}

const pick = ({ model, currentIndex }: ReplayState): Pick<ReplayState, 'model' | 'currentIndex'> => ({ model, currentIndex });
