import { REVIEW_VERSION, type Annotation, type LocatedReviewThread, type ReviewAnnotations, type ReviewDocument } from '@playhead/protocol';
import type { SessionModel } from '../model/types.ts';
import { annotationsInOrder } from './annotations-in-order.ts';
import { createAnchorsLocator } from './locate-anchor.ts';
import { projectReview } from './project-review.ts';

/** The types of annotations that an export holds: those of a review, and edits of chapters and moments. */
const TYPES: Readonly<Record<keyof ReviewAnnotations | 'chapter' | 'moment', true>> = {
  note: true, note_edit: true, note_delete: true, note_resolve: true, rating: true, tag: true, flag: true, viewed: true, verdict: true, outcome: true, marker: true, chapter: true, moment: true,
};

/**
 * A review of a session as one JSON value: what everybody said, where it stands in the session as it is now, and the annotations that
 * it is made of, so that it can be added to another copy.
 *
 * @example
 * ```ts
 * JSON.stringify(toReviewDocument(model, await storage.annotations(sessionId)));
 * ```
 */
export function toReviewDocument(model: SessionModel, annotations: readonly Annotation[]): ReviewDocument {
  const { sessionId, name, startedAt, harness, harnessSessionId } = model.session;
  const { threads, ...review } = projectReview(annotations);
  const places = createAnchorsLocator(threads.map(({ anchor }) => anchor))(model);
  return {
    schemaVersion: REVIEW_VERSION,
    session: { sessionId, name, startedAt, ...(harness !== undefined && { harness }), ...(harnessSessionId !== undefined && { harnessSessionId }) },
    ...review,
    threads: threads.map((thread, index): LocatedReviewThread => {
      const { state = 'outdated', line, eventId } = places[index] ?? {};
      return { ...thread, state, ...(line !== undefined && { line }), ...(eventId !== undefined && { eventId }) };
    }),
    annotations: annotationsInOrder(annotations).filter(({ type }) => Object.hasOwn(TYPES, type)),
  };
}
