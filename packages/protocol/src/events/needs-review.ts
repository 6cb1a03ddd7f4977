import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';
import type { RemarkAuthor } from './note.ts';

/** A point that a person should look at. */
export interface NeedsReviewData {
  /** What to look at. */
  readonly title: string;
  /** Why, or what to look for. */
  readonly description?: string;
  /** Who asks for it. */
  readonly author?: RemarkAuthor;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `needs_review`. */
export const needsReview: EventDefinition<'needs_review', NeedsReviewData> = defineEvent<NeedsReviewData>()({
  type: 'needs_review',
  kind: 'checkpoint',
  title: 'Needs review',
  summary: (data) => data.title,
  severity: () => 'warning',
});
