'use client';
import { useEffect, useLayoutEffect, useState, type RefObject } from 'react';

/** How wide an element is, inside its padding. */
export interface MeasuredWidth {
  readonly width: number;
  /** Width of the part around it, with its padding. */
  readonly outer: number;
  /** Whether it was measured; before that the widths are a guess for the first paint on a server. */
  readonly measured: boolean;
}

const GUESS: MeasuredWidth = { width: 1168, outer: 1200, measured: false };
const useBeforePaint = typeof window === 'undefined' ? useEffect : useLayoutEffect;

/** Measures an element before the first paint and whenever it changes. */
export function useWidth(element: RefObject<HTMLElement | null>): MeasuredWidth {
  const [size, setSize] = useState(GUESS);
  useBeforePaint(() => {
    const watched = element.current;
    if (!watched) return;
    const measure = (): void => {
      const width = Math.floor(watched.clientWidth);
      const outer = Math.floor(watched.parentElement?.offsetWidth ?? width);
      if (width > 0) setSize((before) => (before.measured && before.width === width && before.outer === outer ? before : { width, outer, measured: true }));
    };
    measure();
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(measure);
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
