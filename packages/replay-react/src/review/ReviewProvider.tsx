'use client';
import { createContext, useEffect, useMemo, useRef, useState, useSyncExternalStore, type Context, type ReactElement, type ReactNode } from 'react';
import type { Annotation } from '@playhead/protocol';
import { createAnnotator, markerReviewsOf, type AnnotationDraft, type MarkerReview, type ReplayStore, type ReviewMarker, type ReviewRule, type ReviewThresholds } from '@playhead/replay-core';
import { useLatest } from '../elements/use-latest.ts';
import { useUnderRoot } from '../elements/use-under-root.ts';
import { useSettings } from '../settings/SettingsContext.tsx';
import { createMarkerStore, type FoundMarkers, type MarkerStore } from './marker-store.ts';
import { createReviewReader, type ReviewReader } from './review-reader.ts';
import type { ReplayRootReview } from './root-review.ts';

/** What was said of a session, and the way to say more. */
export interface Annotations {
  readonly annotations: readonly Annotation[];
  /** Says something; absent where nobody may. */
  readonly annotate?: (draft: AnnotationDraft) => void;
}

/** What a review goes by. */
export interface ReviewContextValue extends Annotations {
  /** What they say. */
  readonly reader: ReviewReader;
  /** Who says more. */
  readonly author: string;
  readonly markers: MarkerStore;
  /** What became of markers, by their id. */
  readonly reviews: ReadonlyMap<string, MarkerReview>;
  /** Absent: those of replay-core. */
  readonly rules?: readonly ReviewRule[] | undefined;
  readonly thresholds: ReviewThresholds;
  setThresholds(thresholds: ReviewThresholds): void;
  /** Takes what others said elsewhere; absent where nobody may say anything. */
  readonly add?: (annotations: readonly Annotation[]) => void;
}

const NONE: readonly Annotation[] = [];
const UNCHANGED: ReviewThresholds = {};

const ReviewContext: Context<ReviewContextValue | undefined> = createContext<ReviewContextValue | undefined>(undefined);

/** What the review of the nearest `ReplayRoot` goes by. */
export function useReviewContext(): ReviewContextValue {
  return useUnderRoot(ReviewContext);
}

/**
 * What was said of the session of the nearest `ReplayRoot`, and the way to say more.
 *
 * @example
 * ```tsx
 * const { annotations, annotate } = useAnnotations();
 * annotate?.(reviewMarker('tool-failure:toolu_1', 'done'));
 * ```
 */
export function useAnnotations(): Annotations {
  return useReviewContext();
}

/** What asks for a review, found while a component that asks is there, and what became of it. */
export function useMarkers(): FoundMarkers & { readonly open: readonly ReviewMarker[] } {
  const { markers: store, reviews } = useReviewContext();
  const found = useSyncExternalStore(store.subscribe, store.get, store.get);
  return useMemo(() => ({ ...found, open: found.markers.filter(({ id }) => (reviews.get(id)?.state ?? 'open') === 'open') }), [found, reviews]);
}

/** Keeps what is said of a session, and lets the replay show it. */
export function ReviewProvider({ store, props, children }: { readonly store: ReplayStore | undefined; readonly props: ReplayRootReview; readonly children: ReactNode }): ReactElement {
  const { annotations: given, defaultAnnotations, onAnnotate, author = 'reviewer', reviewRules: rules, reviewThresholds, defaultReviewThresholds = UNCHANGED } = props;
  const { can } = useSettings();
  const latest = useLatest(props);
  const annotator = useRef<ReturnType<typeof createAnnotator>>(undefined);
  const [own, setOwn] = useState(defaultAnnotations ?? NONE);
  const [ownThresholds, setOwnThresholds] = useState(defaultReviewThresholds);
  const annotations = given ?? own;
  const thresholds = reviewThresholds ?? ownThresholds;
  const allowed = can.annotate !== false && (onAnnotate !== undefined || (given === undefined && defaultAnnotations !== undefined));
  const markers = useMemo(() => createMarkerStore(store), [store]);
  useEffect(() => markers.setOptions({ thresholds, ...(rules && { rules }) }), [markers, rules, thresholds]);
  useEditedOutline(store, annotations);
  const add = useMemo(() => (!allowed ? undefined : (added: readonly Annotation[]): void => {
    setOwn((before) => [...before, ...added]);
    added.forEach((annotation) => latest.current.onAnnotate?.(annotation));
  }), [allowed, latest]);
  const value = useMemo((): ReviewContextValue => ({
    annotations, author, reader: createReviewReader(annotations), markers, rules, thresholds, reviews: markerReviewsOf(annotations),
    setThresholds: (changed) => {
      setOwnThresholds(changed);
      latest.current.onReviewThresholdsChange?.(changed);
    },
    ...(add && { add, annotate: (draft: AnnotationDraft) => add([(annotator.current ??= createAnnotator())(latest.current.author ?? 'reviewer', draft)]) }),
  }), [annotations, author, markers, rules, thresholds, add, latest]);
  return <ReviewContext.Provider value={value}>{children}</ReviewContext.Provider>;
}

const EDITS: ReadonlySet<string> = new Set(['chapter', 'moment']);

/** Lets the replay show chapters and moments as people made them. */
function useEditedOutline(store: ReplayStore | undefined, annotations: readonly Annotation[]): void {
  const edits = useMemo(() => annotations.filter((annotation: { readonly type?: string } | null) => EDITS.has(annotation?.type ?? '')), [annotations]);
  useEffect(() => {
    if (!store || edits.length === 0) return;
    let gone = false;
    import('./edit-outline.ts').then(({ outlineEditor }) => { if (!gone) store.setEdit(outlineEditor(edits)); }, () => undefined); // the outline stays as recorded
    return () => {
      gone = true;
      store.setEdit(undefined);
    };
  }, [store, edits]);
}
