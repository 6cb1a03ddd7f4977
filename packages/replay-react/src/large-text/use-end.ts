'use client';
import { useEffect, useMemo, useState } from 'react';
import type { TextValue } from '@playhead/protocol';
import { shortText } from '../elements/text-value.ts';
import type { LoadedText } from '../replay/use-text.ts';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { bytesOf, keyOf } from './text-bytes.ts';

/** The end of several texts, of which no more is loaded. The beginning of the last one stands in for it until then. */
export function useEnd(values: readonly TextValue[], limit: number): LoadedText {
  const store = useReplayStore();
  const wanted = keyOf(values);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the digests and lengths in `wanted` name the values
  const bytes = useMemo(() => bytesOf(store, values), [store, wanted]);
  const [loaded, setLoaded] = useState<LoadedText & { readonly of: typeof bytes }>();
  useEffect(() => {
    if (bytes.size === 0) return;
    let gone = false;
    const set = (text: string, status: LoadedText['status']): void => { if (!gone) setLoaded({ of: bytes, text, status }); };
    const start = Math.max(0, bytes.size - limit);
    bytes.read({ start, end: bytes.size }).then((end) => set(fromLine(new TextDecoder().decode(end), start > 0), 'ready'), () => set(values.map(shortText).join(''), 'error'));
    return () => { gone = true; };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `bytes` stands for the values
  }, [bytes, limit]);
  return loaded?.of === bytes ? loaded : { text: shortText(values.at(-1)), status: bytes.size === 0 ? 'ready' : 'loading' };
}

/** A text whose beginning may be half a line, without that. */
function fromLine(text: string, cut: boolean): string {
  const feed = cut ? text.indexOf('\n') : -1;
  return feed < 0 || feed > text.length / 2 ? text : text.slice(feed + 1);
}
