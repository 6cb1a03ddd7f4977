'use client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Annotation, SessionStorage } from '@playhead/protocol';
import { fewAtOnce } from '../elements/few-at-once.ts';
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
  /** Whether the storage answered once. */
  readonly read: boolean;
  readonly annotations: readonly Annotation[];
  readonly failed: readonly Annotation[];
  readonly error?: unknown;
}

/** So often the storage is asked for what others said, while the page is looked at, in milliseconds. */
const ASK_AGAIN_MS = 20_000;
/** So many are stored at once: a review that is imported brings thousands. */
const AT_ONCE = 4;

/**
 * Keeps what is said of a session in a storage. What somebody writes shows at once and is stored behind that; what cannot be stored
 * stays on the page, to be tried again. What others write meanwhile is asked for when the page is looked at again, and every 20 seconds
 * while it is.
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
  const empty = useMemo((): Kept => ({ of: sessionId, read: false, annotations: [], failed: [] }), [sessionId]);
  const [state, setState] = useState(empty);
  const kept = state.of === sessionId ? state : empty;
  const change = useCallback((next: (before: Kept) => Kept) => setState((before) => next(before.of === sessionId ? before : empty)), [sessionId, empty]);
  useEffect(() => {
    let gone = false;
    const read = (): void => {
      storage.annotations(sessionId).then(
        (found) => { if (!gone) change((before) => merged(before, found)); },
        (error: unknown) => { if (!gone) change((before) => (before.read ? before : { ...before, error })); },
      );
    };
    const readIfSeen = (): void => { if (document.visibilityState === 'visible') read(); };
    read();
    const timer = setInterval(readIfSeen, ASK_AGAIN_MS);
    window.addEventListener('focus', readIfSeen);
    document.addEventListener('visibilitychange', readIfSeen);
    return () => {
      gone = true;
      clearInterval(timer);
      window.removeEventListener('focus', readIfSeen);
      document.removeEventListener('visibilitychange', readIfSeen);
    };
  }, [storage, sessionId, change]);
  const [soon] = useState(() => fewAtOnce(AT_ONCE));
  const send = useCallback((annotation: Annotation) => soon(() => storage.annotate(sessionId, annotation).then(
    () => change((before) => (before.failed.some(({ id }) => id === annotation.id) ? { ...before, failed: before.failed.filter(({ id }) => id !== annotation.id) } : before)),
    () => change((before) => ({ ...before, failed: [...before.failed.filter(({ id }) => id !== annotation.id), annotation] })),
  )), [storage, sessionId, change, soon]);
  const onAnnotate = useCallback((annotation: Annotation) => {
    change((before) => ({ ...before, annotations: [...before.annotations, annotation] }));
    send(annotation);
  }, [change, send]);
  const failed = useLatest(kept.failed);
  const retry = useCallback(() => failed.current.forEach(send), [failed, send]);
  return { annotations: kept.annotations, onAnnotate, unsaved: kept.failed, retry, ...(kept.error !== undefined && { error: kept.error }) };
}

/** With what the storage holds in its order, then what it has not got yet; the same where that is nothing new. */
function merged(kept: Kept, found: readonly Annotation[]): Kept {
  const known = new Set(kept.annotations.map(({ id }) => id));
  if (kept.read && found.every(({ id }) => known.has(id))) return kept;
  const { error: _error, ...before } = kept;
  const stored = new Set(found.map(({ id }) => id));
  return { ...before, read: true, annotations: [...found, ...before.annotations.filter(({ id }) => !stored.has(id))] };
}
