'use client';
import { useEffect, useState } from 'react';
import type * as later from './later.ts';

/** What rows need once they are on the page: see `later.ts`. */
export type Later = typeof later;

/** What loads once the first rows are on the page. Undefined until it is there; null where it could not be loaded: then rows keep to their line. */
export function useLater(): Later | null | undefined {
  const [later, setLater] = useState<Later | null>();
  useEffect(() => {
    let gone = false;
    const set = (loaded: Later | null): void => { if (!gone) setLater(loaded); };
    import('./later.ts').then(set, () => set(null));
    return () => { gone = true; };
  }, []);
  return later;
}
