import type { Annotation, Review, ReviewThread } from '@playhead/protocol';
import { createAnchorsLocator, projectReview, type AnchorPlace, type AnchorsLocator, type SessionModel } from '@playhead/replay-core';

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

interface Placed {
  readonly places: readonly AnchorPlace[];
  readonly list: readonly PlacedThread[];
  readonly byEvent: ReadonlyMap<string, readonly PlacedThread[]>;
}

/** Reads annotations for all that shows them. While a session grows, threads that stay where they are stay the same objects. */
export function createReviewReader(annotations: readonly Annotation[]): ReviewReader {
  let review: Review | undefined;
  let locate: AnchorsLocator | undefined;
  let placed: Placed | undefined;
  const read = (): Review => (review ??= projectReview(annotations));
  const place = (model: SessionModel): Placed => {
    const { threads } = read();
    locate ??= createAnchorsLocator(threads.map(({ anchor }) => anchor));
    const places = locate(model);
    if (placed?.places !== places) placed = placedAt(threads, places);
    return placed;
  };
  return {
    review: read,
    threads: (model) => (annotations.length === 0 ? NONE : place(model).list),
    threadsAt: (model, eventId) => (annotations.length === 0 ? NONE : place(model).byEvent.get(eventId) ?? NONE),
  };
}

function placedAt(threads: readonly ReviewThread[], places: readonly AnchorPlace[]): Placed {
  const list = threads.flatMap((thread, index): readonly PlacedThread[] => {
    const place = places[index];
    return place ? [{ thread, place }] : [];
  });
  const byEvent = new Map<string, PlacedThread[]>();
  for (const each of list) {
    const { eventId = '' } = each.place;
    const others = byEvent.get(eventId);
    if (others) others.push(each);
    else byEvent.set(eventId, [each]);
  }
  return { places, list, byEvent };
}
