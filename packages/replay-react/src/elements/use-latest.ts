'use client';
import { useEffect, useRef, type RefObject } from 'react';

/** What the last render brought, for listeners that outlive it. */
export function useLatest<Value>(value: Value): RefObject<Value> {
  const latest = useRef(value);
  useEffect(() => { latest.current = value; });
  return latest;
}
