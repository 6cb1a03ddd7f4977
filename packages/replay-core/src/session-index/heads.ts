import type { Turn } from '../model/types.ts';
import type { ChunkState } from './chunk-list.ts';
import { headOf, type TurnParts } from './layout.ts';
import { durationOfStep, statusOfStep, type StepState } from './step-state.ts';
import type { StepHead, TurnHead } from './types.ts';

/** What heads are made with. */
export interface HeadContext {
  readonly chunks: readonly ChunkState[];
  /** Whether the session is over, so that nothing can still be running. */
  readonly over: boolean;
}

/** A turn as lists show it. */
export function turnHead(parts: TurnParts, number: number, { chunks, over }: HeadContext): TurnHead {
  const { id, prompts: [prompt], named, steps, firstStep, failed, marks } = parts;
  const startedAt = headOf(parts)?.at ?? 0;
  const ended = marks.findLast(({ end }) => end);
  const outcome = outcomeOf(parts, over);
  const first = Math.min(...[prompt?.chunk, named?.chunk, firstStep?.chunk].filter((chunk) => chunk !== undefined));
  return {
    id, number,
    ...(prompt && { title: prompt.title, origin: prompt.origin }),
    startedAt,
    ...(ended && { durationUs: Math.max(0, ended.order.at - startedAt) }),
    ...(outcome && { outcome }),
    steps: steps.length,
    failed,
    cursor: chunks[first]?.from ?? '',
  };
}

/** As the model has it: what an end states, else `success` where there is an end. */
function outcomeOf({ prompts, marks }: TurnParts, over: boolean): Turn['outcome'] {
  const ends = marks.filter(({ end }) => end);
  const stated = ends.findLast(({ outcome }) => outcome !== undefined)?.outcome;
  if (stated) return stated;
  if (ends.length > 0) return 'success';
  if (!over || prompts.length === 0) return undefined;
  return marks.length > 0 ? 'failed' : 'interrupted';
}

/** A step as lists show it. */
export function stepHead(step: StepState, turnId: string, { chunks, over }: HeadContext): StepHead {
  const { id, kind, title, test, opened, first, chunk } = step;
  const durationUs = durationOfStep(step);
  return {
    id, turnId, kind: kind === 'command' && test ? 'test' : kind, title, status: statusOfStep(step, over),
    startedAt: (opened ?? first).at,
    ...(durationUs !== undefined && { durationUs }),
    cursor: chunks[chunk]?.from ?? '',
  };
}
