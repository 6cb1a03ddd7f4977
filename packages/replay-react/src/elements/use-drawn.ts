'use client';
import { useEffect, useState } from 'react';
import { afterPaint } from './after-paint.ts';
import { useHasLayout } from './use-has-layout.ts';

/**
 * Whether what this component drew first is on the page, so that it is time for what nobody looks at first. True from the beginning where
 * nothing is painted, as on a server, and of what a server drew.
 *
 * @param behind - How many others go before, each drawn in a task of its own: together they would hold up the page. Default 0.
 */
export function useDrawn(behind = 0): boolean {
  const layout = useHasLayout();
  const [left, setLeft] = useState(layout ? behind + 1 : 0);
  useEffect(() => {
    if (left === 0) return undefined;
    const next = (): void => setLeft(left - 1);
    if (left > behind) return afterPaint(next);
    const timer = setTimeout(next, 0);
    return () => clearTimeout(timer);
  }, [left, behind]);
  return left === 0;
}
