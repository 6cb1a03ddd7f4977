import { createIdSource, type Annotation } from '@playhead/protocol';
import { stringIn, wordIn } from '../model/read-data.ts';
import { annotationsInOrder } from './annotations-in-order.ts';

/** The part of an annotation that says something; who keeps it adds id, time and author. */
export type AnnotationDraft = Pick<Annotation, 'type' | 'data'>;

/** What somebody decided about a marker. */
export interface MarkerReview {
  /** `open` takes an earlier decision back. */
  readonly state: 'open' | 'done' | 'dismissed';
  readonly reason?: string;
  readonly author: string;
  /** Microseconds since the Unix epoch. */
  readonly at: number;
}

/** The type of annotations that say what became of a marker. */
const TYPE = 'marker';
const STATES: readonly MarkerReview['state'][] = ['open', 'done', 'dismissed'];
/** So much of a reason is kept, in characters. */
const LONGEST_REASON = 2000;
const LONGEST_ID = 4096;

/**
 * Says what became of a marker: an annotation without id, time and author.
 *
 * @param marker - The marker's `id`.
 * @param reason - Why, for who comes later. Default: nothing is said.
 *
 * @example
 * ```ts
 * const draft = reviewMarker('tool-failure:toolu_1', 'dismissed', 'The path was a guess.');
 * ```
 */
export function reviewMarker(marker: string, state: MarkerReview['state'], reason?: string): AnnotationDraft {
  const said = reason?.trim().slice(0, LONGEST_REASON);
  return { type: TYPE, data: { marker, state, ...(said && { reason: said }) } };
}

/**
 * What became of each marker, by the marker's `id`. The latest decision counts, whatever order the annotations come in; what is no
 * such decision is passed over.
 *
 * @example
 * ```ts
 * const reviews = markerReviewsOf(await storage.annotations(sessionId));
 * const open = markers.filter(({ id }) => (reviews.get(id)?.state ?? 'open') === 'open');
 * ```
 */
export function markerReviewsOf(annotations: readonly Annotation[]): ReadonlyMap<string, MarkerReview> {
  const reviews = new Map<string, MarkerReview>();
  for (const { type, data, author, at } of annotationsInOrder(annotations)) {
    const marker = type === TYPE ? stringIn(data, 'marker') : undefined;
    const state = wordIn(data, 'state', STATES);
    if (marker === undefined || marker.length > LONGEST_ID || state === undefined) continue;
    const reason = stringIn(data, 'reason')?.slice(0, LONGEST_REASON);
    reviews.set(marker, { state, author, at, ...(reason !== undefined && { reason }) });
  }
  return reviews;
}

/**
 * Makes annotations of drafts: gives each its id and its time, so that of two by one author the later one counts.
 *
 * @param options.now - The clock, in milliseconds since the Unix epoch. Default `Date.now`.
 *
 * @example
 * ```ts
 * const annotate = createAnnotator();
 * await storage.annotate(sessionId, annotate('ada', reviewMarker('tool-failure:toolu_1', 'done')));
 * ```
 */
export function createAnnotator({ now = Date.now }: { readonly now?: () => number } = {}): (author: string, draft: AnnotationDraft) => Annotation {
  const nextId = createIdSource({ now });
  return (author, draft) => ({ id: nextId(), at: now() * 1000, author, ...draft });
}
