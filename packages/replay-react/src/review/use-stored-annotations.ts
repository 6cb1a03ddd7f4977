'use client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Annotation, SessionStorage } from '@playhead/protocol';
import { useLatest } from '../elements/use-latest.ts';

/** What {@link useStoredAnnotations} gives: the first two are props of a replay. */
export interface StoredAnnotations {
  readonly annotations: readonly Annotation[];
  readonly onAnnotate: (annotation: Annotation) => void;
  /** What could not be stored yet. It is shown all the same, and gone when the page is. */
  readonly unsaved: readonly Annotation[];
  /** Tries to store what could not be stored. */
  readonly retry: () => void;
  /** Why nothing could be read, when that is so. */
  readonly error?: unknown;
}

interface Kept {
  readonly of: string;
  readonly annotations: readonly Annotation[];
  readonly failed: readonly Annotation[];
  readonly error?: unknown;
}

/**
 * Keeps what is said of a session in a storage. What somebody writes shows at once and is stored behind that; what cannot be stored
 * stays on the page, to be tried again.
 *
 * @param storage - Where it is kept: any `SessionStorage`, or an object with these two of its methods. Keep its identity between renders.
 *
 * @example
 * ```tsx
 * function Review({ storage, id }: { storage: SessionStorage; id: string }) {
 *   const { annotations, onAnnotate } = useStoredAnnotations(storage, id);
 *   return <SessionReplay source={storageSource(storage, id)} annotations={annotations} onAnnotate={onAnnotate} author="Ada" />;
 * }
 * ```
 */
export function useStoredAnnotations(storage: Pick<SessionStorage, 'annotate' | 'annotations'>, sessionId: string): StoredAnnotations {
  const empty = useMemo((): Kept => ({ of: sessionId, annotations: [], failed: [] }), [sessionId]);
  const [state, setState] = useState(empty);
  const kept = state.of === sessionId ? state : empty;
  const change = useCallback((next: (before: Kept) => Kept) => setState((before) => next(before.of === sessionId ? before : empty)), [sessionId, empty]);
  useEffect(() => {
    let gone = false;
    storage.annotations(sessionId).then(
      (found) => { if (!gone) change((before) => ({ ...before, annotations: [...found, ...before.annotations.filter(({ id }) => !found.some((each) => each.id === id))] })); },
      (error: unknown) => { if (!gone) change((before) => ({ ...before, error })); },
    );
    return () => { gone = true; };
  }, [storage, sessionId, change]);
  const send = useCallback((annotation: Annotation) => {
    storage.annotate(sessionId, annotation).then(
      () => change((before) => ({ ...before, failed: before.failed.filter(({ id }) => id !== annotation.id) })),
      () => change((before) => ({ ...before, failed: [...before.failed.filter(({ id }) => id !== annotation.id), annotation] })),
    );
  }, [storage, sessionId, change]);
  const onAnnotate = useCallback((annotation: Annotation) => {
    change((before) => ({ ...before, annotations: [...before.annotations, annotation] }));
    send(annotation);
  }, [change, send]);
  const failed = useLatest(kept.failed);
  const retry = useCallback(() => failed.current.forEach(send), [failed, send]);
  return { annotations: kept.annotations, onAnnotate, unsaved: kept.failed, retry, ...(kept.error !== undefined && { error: kept.error }) };
}
