'use client';
import { useEffect, useState } from 'react';

/** Something that is made from what is at hand. What was made before stays until the next is. */
export interface Collected<Value> {
  readonly value: Value | undefined;
  /** What went wrong, for people. */
  readonly error: string | undefined;
}

/** Makes something anew whenever what it is made from changes. */
export function useCollected<Value>(make: () => Promise<Value>, from: readonly unknown[]): Collected<Value> {
  const [made, setMade] = useState<Collected<Value>>({ value: undefined, error: undefined });
  useEffect(() => {
    let wanted = true;
    make().then(
      (value) => { if (wanted) setMade({ value, error: undefined }); },
      (error: unknown) => { if (wanted) setMade((before) => ({ ...before, error: error instanceof Error ? error.message : String(error) })); },
    );
    return () => { wanted = false; };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `make` is a new function each time; `from` says what it is made from
  }, from);
  return made;
}
