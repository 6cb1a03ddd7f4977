import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** An actor-critic loop finished a round. */
export interface IterationData {
  /** The round, from 1. */
  readonly index: number;
  /** What the actor handed in. */
  readonly actor?: TextValue;
  /** What the critic said. */
  readonly critic?: TextValue;
  /** What was decided. */
  readonly decision?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `iteration`. */
export const iteration: EventDefinition<'iteration', IterationData> = defineEvent<IterationData>()({
  type: 'iteration',
  kind: 'checkpoint',
  title: 'Iteration',
  summary: (data) => `Iteration ${data.index}`,
});
