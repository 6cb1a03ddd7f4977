'use client';
import { useMemo } from 'react';
import { createLinePlacer, type FileChange } from '@playhead/replay-core';
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
  const all = useReplayState((state) => reader.threads(state.model));
  return useMemo(() => {
    const ids = new Set(changes.map(({ eventId }) => eventId));
    const threads = all.filter(({ thread, place }) => thread.anchor.on === 'line' && place.eventId !== undefined && ids.has(place.eventId));
    if (threads.length === 0) return NONE;
    const place = createLinePlacer(pieces.map(({ hunk }) => hunk));
    const found = new Map<number, LineThread[]>();
    for (const each of threads) {
      const line = place(each.thread.anchor);
      if (!line) continue;
      const beside = found.get(line.hunk);
      if (beside) beside.push({ ...each, index: line.index });
      else found.set(line.hunk, [{ ...each, index: line.index }]);
    }
    return found;
  }, [all, changes, pieces]);
}
