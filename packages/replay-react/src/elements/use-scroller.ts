'use client';
import { useCallback, useState, type RefObject } from 'react';
import { scrollParent } from './scroll-parent.ts';

/** What the element with the ref scrolls in; `undefined` on a page without layout. */
export function useScroller(): readonly [scroller: RefObject<HTMLElement> | undefined, ref: (element: HTMLElement | null) => void] {
  const [scroller, setScroller] = useState<RefObject<HTMLElement>>();
  const ref = useCallback((element: HTMLElement | null) => {
    const parent = element && typeof ResizeObserver !== 'undefined' ? scrollParent(element) : undefined;
    if (parent) setScroller({ current: parent });
  }, []);
  return [scroller, ref];
}
