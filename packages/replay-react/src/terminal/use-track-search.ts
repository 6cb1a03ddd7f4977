'use client';
import { useEffect, useState } from 'react';
import type { TerminalHits, TerminalTrack } from '@playhead/replay-core';

/** Lines that a search found so far. */
export interface TrackSearch {
  readonly hits: TerminalHits['hits'];
  readonly status: 'searching' | 'done' | 'failed';
}

/** More lines than these are no answer any more. */
const MOST_HITS = 2000;
const TYPING_PAUSE_MS = 150;
const NONE: TrackSearch = { hits: [], status: 'done' };

/** Searches a track through time, a moment after the last letter was typed. A new query ends the search of the one before. */
export function useTrackSearch(track: TerminalTrack | undefined, query: string): TrackSearch {
  const [found, setFound] = useState<{ readonly query: string; readonly result: TrackSearch }>();
  const wanted = query.trim();
  useEffect(() => {
    if (!track || wanted === '') return;
    const stop = new AbortController();
    const hits: TerminalHits['hits'][number][] = [];
    const tell = (status: TrackSearch['status']): void => { if (!stop.signal.aborted) setFound({ query: wanted, result: { hits: [...hits], status } }); };
    const search = async (): Promise<void> => {
      tell('searching');
      try {
        for await (const part of track.search(wanted, stop.signal)) {
          if (part.hits.length === 0) continue;
          hits.push(...part.hits.slice(0, MOST_HITS - hits.length));
          if (hits.length >= MOST_HITS) break;
          tell('searching');
        }
        tell('done');
      } catch {
        tell('failed');
      }
    };
    const timer = setTimeout(() => void search(), TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [track, wanted]);
  if (wanted === '') return NONE;
  return found?.query === wanted ? found.result : { hits: found?.result.hits ?? [], status: 'searching' };
}
