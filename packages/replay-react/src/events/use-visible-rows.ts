'use client';
import { useCallback, useEffect, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { useVisibleRange } from '../timeline/visible-range.ts';
import type { Feed } from './feed.ts';
import type { ShownRows } from './shown-rows.ts';

/**
 * Tells the timeline which events are on the screen.
 *
 * @param onFirst - Hears when the first of them happened, in microseconds since the Unix epoch.
 * @returns What to call when the list scrolls.
 */
export function useVisibleRows(list: RefObject<VirtualizerHandle | null>, feed: Feed, rows: ShownRows, onFirst: (at: number) => void): () => void {
  const range = useVisibleRange();
  const report = useCallback(() => {
    const { current } = list;
    const [top, bottom] = current && current.viewportSize > 0
      ? [current.findItemIndex(current.scrollOffset + 1), current.findItemIndex(current.scrollOffset + current.viewportSize - 1)]
      : [0, rows.length - 1];
    const first = feed.rows[rows.at(Math.min(top, rows.length - 1))];
    const last = feed.rows[rows.at(Math.min(bottom, rows.length - 1))];
    range?.set(first && last && { from: first.first, to: Math.max(first.first, last.first) });
    onFirst(first?.event.record.at ?? 0);
  }, [list, feed, rows, range, onFirst]);
  useEffect(report);
  useEffect(() => () => range?.set(undefined), [range]);
  return report;
}
