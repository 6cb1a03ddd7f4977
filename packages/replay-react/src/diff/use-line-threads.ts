'use client';
import { useMemo } from 'react';
import { placeInHunks, type FileChange } from '@playhead/replay-core';
import { useReplayState } from '../replay/StoreContext.tsx';
import type { PlacedThread } from '../review/review-reader.ts';
import { useReviewContext } from '../review/ReviewProvider.tsx';
import type { HunkPiece } from './cut-hunks.ts';

/** A thread below a line of a hunk. */
export interface LineThread extends PlacedThread {
  /** Place of the line among the lines of the hunk. */
  readonly index: number;
}

const NONE: ReadonlyMap<number, readonly LineThread[]> = new Map();

/**
 * The threads on lines of a diff, by the piece that the line stands in.
 *
 * @param changes - The changes that the diff shows.
 */
export function useLineThreads(changes: readonly FileChange[], pieces: readonly HunkPiece[]): ReadonlyMap<number, readonly LineThread[]> {
  const { reader } = useReviewContext();
  const model = useReplayState((state) => state.model);
  return useMemo(() => {
    const ids = new Set(changes.map(({ eventId }) => eventId));
    const threads = reader.threads(model).filter(({ thread, place }) => thread.anchor.on === 'line' && place.eventId !== undefined && ids.has(place.eventId));
    if (threads.length === 0) return NONE;
    const hunks = pieces.map(({ hunk }) => hunk);
    const found = new Map<number, LineThread[]>();
    for (const each of threads) {
      const line = placeInHunks(hunks, each.thread.anchor);
      if (line) found.set(line.hunk, [...(found.get(line.hunk) ?? []), { ...each, index: line.index }]);
    }
    return found;
  }, [reader, model, changes, pieces]);
}
