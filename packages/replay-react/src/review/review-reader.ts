import type { Annotation, Review, ReviewThread } from '@playhead/protocol';
import { createAnchorLocator, projectReview, type AnchorPlace, type SessionModel } from '@playhead/replay-core';

/** A thread and where it leads in the session as it is. */
export interface PlacedThread {
  readonly thread: ReviewThread;
  readonly place: AnchorPlace;
}

/** What annotations say, worked out when somebody asks, and once. */
export interface ReviewReader {
  review(): Review;
  /** The threads in the order they were begun. */
  threads(model: SessionModel): readonly PlacedThread[];
  /** The threads that lead to an event. */
  threadsAt(model: SessionModel, eventId: string): readonly PlacedThread[];
}

const NONE: readonly PlacedThread[] = [];

/** Reads annotations for all that shows them. */
export function createReviewReader(annotations: readonly Annotation[]): ReviewReader {
  let review: Review | undefined;
  let placed: { readonly events: SessionModel['events']; readonly list: readonly PlacedThread[]; readonly byEvent: ReadonlyMap<string, readonly PlacedThread[]> } | undefined;
  const read = (): Review => (review ??= projectReview(annotations));
  const place = (model: SessionModel): NonNullable<typeof placed> => {
    if (placed?.events === model.events) return placed;
    const locate = createAnchorLocator(model);
    const list = read().threads.map((thread): PlacedThread => ({ thread, place: locate(thread.anchor) }));
    const byEvent = new Map<string, PlacedThread[]>();
    for (const each of list) {
      const { eventId = '' } = each.place;
      byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), each]);
    }
    placed = { events: model.events, list, byEvent };
    return placed;
  };
  return {
    review: read,
    threads: (model) => (annotations.length === 0 ? NONE : place(model).list),
    threadsAt: (model, eventId) => (annotations.length === 0 ? NONE : place(model).byEvent.get(eventId) ?? NONE),
  };
}
