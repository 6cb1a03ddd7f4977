import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';
import { firstLine } from './first-line.ts';

/** An actor-critic loop finished a round. What happened since the round before belongs to it. */
export interface IterationData {
  /** The round, from 1. */
  readonly index: number;
  /** What the actor handed in: what it printed, without its errors. */
  readonly actor?: TextValue;
  /** What the actor printed as errors. */
  readonly stderr?: TextValue;
  /** The actor's exit code. */
  readonly exitCode?: number;
  /** How long the actor worked, in microseconds. */
  readonly durationUs?: number;
  /** What the critic was shown: how the files differ from those that the loop began with, as `git diff` prints it. */
  readonly diff?: TextValue;
  /** How many files differ. */
  readonly filesChanged?: number;
  /** What the critic said: its feedback for the next round, or why there is none. */
  readonly critic?: TextValue;
  /** What the critic decided: `DONE`, `CONTINUE` or `ERROR`, or a word of its loop's own. */
  readonly decision?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `iteration`. */
export const iteration: EventDefinition<'iteration', IterationData> = defineEvent<IterationData>()({
  type: 'iteration',
  kind: 'checkpoint',
  title: 'Iteration',
  summary: (data) => [data.index, data.decision, firstLine(data.critic)].join(' '),
  severity: (data) => (data.exitCode || data.decision === 'ERROR' ? 'error' : 'info'),
});
