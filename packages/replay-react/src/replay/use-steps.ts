'use client';
import { useMemo } from 'react';
import type { SessionModel, Step } from '@playhead/replay-core';
import { useReplayState } from './ReplayRoot.tsx';

/** All steps by id, in order. */
export function stepsById(model: SessionModel): ReadonlyMap<string, Step> {
  return new Map(model.turns.flatMap((turn) => turn.steps.map((step) => [step.id, step] as const)));
}

/**
 * The step to show in a pane: the selected one if it fits, else the last fitting one at the playhead,
 * else the first of the session.
 *
 * @param fits - Which steps the pane can show. Keep its identity between renders.
 */
export function useStepAtPlayhead(fits: (step: Step) => boolean): Step | undefined {
  const { model, selectedId, currentIndex } = useReplayState(pick);
  const steps = useMemo(() => stepsById(model), [model]);
  return useMemo(() => {
    const selected = model.events.find((event) => event.id === selectedId)?.stepId;
    const chosen = selected === undefined ? undefined : steps.get(selected);
    if (chosen && fits(chosen)) return chosen;
    for (let index = Math.min(currentIndex, model.events.length - 1); index >= 0; index--) {
      const id = model.events[index]?.stepId;
      const step = id === undefined ? undefined : steps.get(id);
      if (step && fits(step)) return step;
    }
    return [...steps.values()].find(fits);
  }, [model, steps, selectedId, currentIndex, fits]);
}

const pick = ({ model, selectedId, currentIndex }: { readonly model: SessionModel; readonly selectedId?: string; readonly currentIndex: number }): { readonly model: SessionModel; readonly selectedId: string | undefined; readonly currentIndex: number } => ({ model, selectedId, currentIndex });
