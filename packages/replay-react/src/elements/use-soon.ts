'use client';
import { useEffect, useState } from 'react';
import { useHasLayout } from './use-has-layout.ts';

/** Whether something is there, told in a task of its own after it came: what brought it and what is drawn of it would hold up the page together. At once where it is there from the beginning, and where nothing is painted. */
export function useSoon(there: boolean): boolean {
  const layout = useHasLayout();
  const [told, setTold] = useState(there);
  useEffect(() => {
    if (!there || told) return undefined;
    const timer = setTimeout(() => setTold(true), 0);
    return () => clearTimeout(timer);
  }, [there, told]);
  return there && (told || !layout);
}
