import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A goal was reached. */
export interface MilestoneData {
  /** Which goal. */
  readonly title: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `milestone`. */
export const milestone: EventDefinition<'milestone', MilestoneData> = defineEvent<MilestoneData>()({
  type: 'milestone',
  kind: 'checkpoint',
  title: 'Milestone',
  summary: (data) => data.title,
  severity: () => ('success'),
});
