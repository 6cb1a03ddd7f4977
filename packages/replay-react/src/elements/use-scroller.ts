'use client';
import { useCallback, useState, type RefObject } from 'react';
import { scrollParent } from './scroll-parent.ts';

/** What the element with the ref scrolls in; `null` when in nothing of the replay, `undefined` until that is known, and on a page without layout. */
export function useScroller(): readonly [scroller: RefObject<HTMLElement> | null | undefined, ref: (element: HTMLElement | null) => void] {
  const [scroller, setScroller] = useState<RefObject<HTMLElement> | null>();
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element || typeof ResizeObserver === 'undefined') return;
    const parent = scrollParent(element);
    setScroller(parent ? { current: parent } : null);
  }, []);
  return [scroller, ref];
}
