'use client';
import { useEffect, useState } from 'react';
import { afterPaint } from './after-paint.ts';
import { useHasLayout } from './use-has-layout.ts';

/**
 * Whether what this component drew first is on the page, so that it is time for what nobody looks at first. True from the beginning where
 * nothing is painted, as on a server, and of what a server drew.
 */
export function useDrawn(): boolean {
  const layout = useHasLayout();
  const [drawn, setDrawn] = useState(!layout);
  useEffect(() => (drawn ? undefined : afterPaint(() => setDrawn(true))), [drawn]);
  return drawn;
}
