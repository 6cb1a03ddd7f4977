import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** What a recorder notices in a terminal. */
export type MomentCategory = 'command' | 'tests_passed' | 'tests_failed' | 'error' | 'milestone' | 'idle' | 'resize' | 'exit';

/** A point worth a jump. */
export interface MomentData {
  /** What is there. */
  readonly title: string;
  /** What it is about, where a recorder noticed it itself. Default: whoever marked it says so in the title. */
  readonly category?: MomentCategory;
  /** The exit code of the command that ended there. */
  readonly exitCode?: number;
  /** More about it. */
  readonly description?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `moment`. */
export const moment: EventDefinition<'moment', MomentData> = defineEvent<MomentData>()({
  type: 'moment',
  kind: 'checkpoint',
  title: 'Moment',
  summary: (data) => data.title,
});
