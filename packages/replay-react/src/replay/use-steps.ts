'use client';
import { useState } from 'react';
import type { ReplayState, Step } from '@playhead/replay-core';
import { useReplayState } from './StoreContext.tsx';
import { createFittingSteps, createStepIndex, type FittingSteps, type StepIndex } from './step-index.ts';

/**
 * The step to show in a pane: the one at the playhead if it fits, else the last fitting one that began before,
 * else the first of the session. To select an event moves the playhead to it.
 *
 * @param fits - Which steps the pane can show. Keep its identity between renders.
 */
export function useStepAtPlayhead(fits: (step: Step) => boolean): Step | undefined {
  const { model, currentIndex } = useReplayState(pick);
  const [found, setFound] = useState(() => indexOf(fits));
  const now = found.fits === fits ? found : indexOf(fits);
  if (now !== found) setFound(now);
  now.all.update(model);
  now.fitting.update(model);
  const event = model.events[Math.min(currentIndex, model.events.length - 1)];
  const own = event?.stepId === undefined ? undefined : now.all.get(event.stepId);
  return own && fits(own) ? own : now.fitting.at(event?.record.at ?? -1);
}

/** Both only take in what is new in a model, so that drawing twice or again from an older one is harmless. */
interface StepsOf {
  readonly fits: (step: Step) => boolean;
  readonly all: StepIndex;
  readonly fitting: FittingSteps;
}

function indexOf(fits: (step: Step) => boolean): StepsOf {
  return { fits, all: createStepIndex(), fitting: createFittingSteps(fits) };
}

const pick = ({ model, currentIndex }: ReplayState): Pick<ReplayState, 'model' | 'currentIndex'> => ({ model, currentIndex });
