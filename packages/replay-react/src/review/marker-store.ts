import type { ReplayStore, ReviewMarker, ReviewOptions } from '@playhead/replay-core';
import type { MarkerWatch } from './watch-markers.ts';

/** What asks for a review, as far as it was looked for. */
export interface FoundMarkers {
  readonly markers: readonly ReviewMarker[];
  /** Whether the whole session was looked at once. */
  readonly ready: boolean;
  /** Rules that threw, by their name, with what they said: they have found nothing. */
  readonly failures: ReadonlyMap<string, string>;
}

/** Looks for markers while somebody listens. The rules are loaded then. */
export interface MarkerStore {
  get(): FoundMarkers;
  /** @returns Stops it. */
  subscribe(listener: () => void): () => void;
  /** Goes by other rules or thresholds from now on. */
  setOptions(options: ReviewOptions): void;
}

const NOTHING: FoundMarkers = { markers: [], ready: false, failures: new Map() };

/** Makes one for a replay; without one nothing is found. */
export function createMarkerStore(store: ReplayStore | undefined): MarkerStore {
  const listeners = new Set<() => void>();
  let found = NOTHING;
  let options: ReviewOptions = {};
  let watch: MarkerWatch | undefined;
  let loading = 0;
  const start = (replay: ReplayStore): void => {
    const mine = ++loading;
    import('./watch-markers.ts').then(({ watchMarkers }) => {
      if (mine !== loading) return;
      watch = watchMarkers(replay, () => options, (markers, failures) => {
        found = { markers, ready: true, failures };
        for (const listener of listeners) listener();
      });
    }, () => undefined); // who listens next tries again
  };
  return {
    get: () => found,
    subscribe: (listener) => {
      listeners.add(listener);
      if (store && listeners.size === 1) start(store);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        loading += 1;
        watch?.stop();
        watch = undefined;
      };
    },
    setOptions: (changed) => {
      options = changed;
      watch?.again();
    },
  };
}
