import type { TextValue } from '@playhead/protocol';
import { dataOf, numberIn, stringIn, textIn } from './model/read-data.ts';
import type { ReplayEvent, SessionModel } from './model/types.ts';

/** A round of an actor-critic loop. */
export interface Iteration {
  /** The event that ends it. */
  readonly eventId: string;
  /** The first event that happened in it; the one that ends it where nothing else was recorded. */
  readonly firstEventId: string;
  /** The round, from 1. */
  readonly index: number;
  /** When it ended: microseconds since the Unix epoch. */
  readonly at: number;
  /** When it began: when the round before it ended, else when the session began. Microseconds since the Unix epoch. */
  readonly startedAt: number;
  /** How long the actor worked, in microseconds. */
  readonly durationUs?: number;
  /** What the actor handed in. */
  readonly actor?: TextValue;
  /** What the actor printed as errors. */
  readonly stderr?: TextValue;
  /** The actor's exit code. */
  readonly exitCode?: number;
  /** How the files differed from those that the loop began with, as `git diff` prints it. */
  readonly diff?: TextValue;
  /** How many files differed. */
  readonly filesChanged?: number;
  /** What the critic said. */
  readonly critic?: TextValue;
  /** What the critic decided: `DONE`, `CONTINUE` or `ERROR`, or a word of its loop's own. */
  readonly decision?: string;
  /** The steps (tool calls, commands) that were begun in it, in display order. */
  readonly stepIds: readonly string[];
}

/**
 * The rounds of an actor-critic loop, in display order. What happens after the last of them belongs to a round that has not ended.
 *
 * @example
 * ```ts
 * const asFirstTried = iterationsOf(model)[0]?.decision === 'DONE';
 * ```
 */
export function iterationsOf({ events }: Pick<SessionModel, 'events'>): readonly Iteration[] {
  const iterations: Iteration[] = [];
  let first: ReplayEvent | undefined;
  let startedAt = events[0]?.record.at ?? 0;
  let stepIds = new Set<string>();
  const known = new Set<string>();
  for (const event of events) {
    first ??= event;
    if (event.stepId !== undefined && !known.has(event.stepId)) {
      known.add(event.stepId);
      stepIds.add(event.stepId);
    }
    if (event.record.type !== 'iteration') continue;
    iterations.push({ ...readIteration(event), firstEventId: first.id, startedAt, stepIds: [...stepIds] });
    first = undefined;
    startedAt = event.record.at;
    stepIds = new Set();
  }
  return iterations;
}

function readIteration({ id, record }: ReplayEvent): Omit<Iteration, 'firstEventId' | 'startedAt' | 'stepIds'> {
  const data = dataOf(record);
  const texts = Object.fromEntries(['actor', 'stderr', 'diff', 'critic'].map((name) => [name, textIn(data, name)]).filter(([, text]) => text !== undefined));
  const numbers = Object.fromEntries(['durationUs', 'exitCode', 'filesChanged'].map((name) => [name, numberIn(data, name)]).filter(([, number]) => number !== undefined));
  const decision = stringIn(data, 'decision');
  return { eventId: id, index: numberIn(data, 'index') ?? 0, at: record.at, ...texts, ...numbers, ...(decision !== undefined && { decision }) };
}
