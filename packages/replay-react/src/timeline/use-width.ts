'use client';
import { useCallback, useRef, useState } from 'react';

/** How wide an element is, inside its padding. */
export interface MeasuredWidth {
  readonly width: number;
  /** Width of the part around it, with its padding. */
  readonly outer: number;
  /** Whether it was measured; before that the widths are a guess for the first paint on a server. */
  readonly measured: boolean;
}

const GUESS: MeasuredWidth = { width: 1168, outer: 1200, measured: false };

/** Measures the element that gets the ref, before the first paint and whenever it changes. A ref asks nothing of a server, unlike a layout effect in React 18. */
export function useWidth(): readonly [size: MeasuredWidth, ref: (element: HTMLElement | null) => void] {
  const [size, setSize] = useState(GUESS);
  const observer = useRef<ResizeObserver | undefined>(undefined);
  const ref = useCallback((watched: HTMLElement | null) => {
    observer.current?.disconnect();
    if (!watched) return;
    const measure = (): void => {
      const width = Math.floor(watched.clientWidth);
      const outer = Math.floor(watched.parentElement?.offsetWidth ?? width);
      if (width > 0) setSize((before) => (before.measured && before.width === width && before.outer === outer ? before : { width, outer, measured: true }));
    };
    measure();
    if (typeof ResizeObserver === 'undefined') return;
    observer.current = new ResizeObserver(measure);
    observer.current.observe(watched);
  }, []);
  return [size, ref];
}
