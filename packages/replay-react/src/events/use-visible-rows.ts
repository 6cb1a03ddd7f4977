'use client';
import { useCallback, useEffect, useState, type RefObject } from 'react';
import type { VListHandle } from 'virtua';
import { useVisibleRange } from '../timeline/visible-range.ts';
import type { Feed } from './feed.ts';
import type { ShownRows } from './shown-rows.ts';

/**
 * Tells the timeline which events are on the screen.
 *
 * @returns When the first of them happened, in microseconds since the Unix epoch, and what to call when the list scrolls.
 */
export function useVisibleRows(list: RefObject<VListHandle | null>, feed: Feed, rows: ShownRows, chapterAt: (at: number) => number): { readonly firstAt: number; readonly report: () => void } {
  const range = useVisibleRange();
  const [firstAt, setFirstAt] = useState(0);
  const report = useCallback(() => {
    const { current } = list;
    const [top, bottom] = current && current.viewportSize > 0
      ? [current.findItemIndex(current.scrollOffset + 1), current.findItemIndex(current.scrollOffset + current.viewportSize - 1)]
      : [0, rows.length - 1];
    const first = feed.rows[rows.at(Math.min(top, rows.length - 1))];
    const last = feed.rows[rows.at(Math.min(bottom, rows.length - 1))];
    range?.set(first && last && { from: first.first, to: Math.max(first.first, last.first) });
    const at = first?.event.record.at ?? 0;
    // eslint-disable-next-line react-hooks/set-state-in-effect -- what is on the screen is known only once it is drawn; the state changes with the chapter, not with the drawing
    setFirstAt((before) => (chapterAt(before) === chapterAt(at) ? before : at));
  }, [list, feed, rows, range, chapterAt]);
  useEffect(report);
  useEffect(() => () => range?.set(undefined), [range]);
  return { firstAt, report };
}
