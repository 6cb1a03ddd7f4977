'use client';
import { useEffect, useState } from 'react';
import type { TextValue } from '@playhead/protocol';
import { isLarge, shortText } from '../elements/text-value.ts';
import { useReplayStore } from './StoreContext.tsx';

/** A text that may still be on its way. */
export interface LoadedText {
  /** What is there: the whole text, or its beginning. */
  readonly text: string;
  readonly status: 'ready' | 'loading' | 'error';
}

/** The whole of several texts joined; large ones are loaded, and their beginnings stand in for them until then. */
export function useText(values: readonly TextValue[]): LoadedText {
  const store = useReplayStore();
  const preview = values.map(shortText).join('');
  const wanted = values.map((value) => (isLarge(value) ? value.$blob : '')).join(' ');
  const anyLarge = wanted.trim() !== '';
  const [loaded, setLoaded] = useState<{ readonly wanted: string; readonly parts: ReadonlyMap<string, string>; readonly failed: boolean }>();
  useEffect(() => {
    if (!anyLarge) return;
    let gone = false;
    const large = values.filter(isLarge);
    Promise.all(large.map(async (blob) => [blob.$blob, await store.text(blob)] as const)).then(
      (parts) => { if (!gone) setLoaded({ wanted, parts: new Map(parts), failed: false }); },
      () => { if (!gone) setLoaded({ wanted, parts: new Map(), failed: true }); },
    );
    return () => { gone = true; };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the digests in `wanted` name the values
  }, [store, wanted, anyLarge]);
  if (!anyLarge) return { text: preview, status: 'ready' };
  if (loaded?.wanted !== wanted) return { text: preview, status: 'loading' };
  if (loaded.failed) return { text: preview, status: 'error' };
  return { text: values.map((value) => (isLarge(value) ? (loaded.parts.get(value.$blob) ?? '') : value)).join(''), status: 'ready' };
}
