'use client';
import { useEffect, useState } from 'react';
import { inSlices, type Steps } from './in-slices.ts';

/**
 * What some work gives, done a little at a time; until then what the work before it gave, or `undefined`.
 *
 * @param work - Begins it; the same function is the same work. `undefined` when there is nothing to do.
 */
export function useInSlices<Result>(work: (() => Steps<Result>) | undefined): Result | undefined {
  const [done, setDone] = useState<{ readonly result: Result }>();
  useEffect(() => {
    if (!work) return undefined;
    const stop = new AbortController();
    inSlices(work(), stop.signal).then(
      (result) => { if (!stop.signal.aborted) setDone({ result: result as Result }); }, // undefined only when it was aborted
      () => undefined, // what cannot be worked out is not shown
    );
    return () => stop.abort();
  }, [work]);
  return work ? done?.result : undefined;
}
