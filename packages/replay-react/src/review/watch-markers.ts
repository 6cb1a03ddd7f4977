import { findReviewMarkers, reviewRules, type ReplayStore, type ReviewMarker, type ReviewOptions, type SessionModel } from '@playhead/replay-core';

/** Looks for markers again and again. */
export interface MarkerWatch {
  /** Looks again at once: rules or thresholds changed. */
  again(): void;
  stop(): void;
}

/** So long a growing session is left alone between two looks, in milliseconds. */
const PAUSE_MS = 2000;
/** Sessions of so many events are looked at by all rules at once. */
const SMALL = 5000;

/**
 * Looks for markers, one rule at a time, with a pause after each in a long session, so that the page can do something else: once the session is there, and while it grows.
 *
 * @param optionsOf - The rules and thresholds to go by, asked before each look.
 * A rule of a host that throws has found nothing, and the others go on.
 *
 * @param tell - Hears after each look what was found, and which rules failed.
 */
export function watchMarkers(store: ReplayStore, optionsOf: () => ReviewOptions, tell: (markers: readonly ReviewMarker[], failures: ReadonlyMap<string, string>) => void): MarkerWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seen: SessionModel['events'] | undefined;
  let stopped = false;
  const look = (): void => {
    const { model, status } = store.getState();
    timer = undefined;
    if (status === 'loading' || model.events === seen) return;
    const { rules = reviewRules, thresholds = {} } = optionsOf();
    const found: ReviewMarker[] = [];
    const failures = new Map<string, string>();
    const next = (index: number): void => {
      const rule = rules[index];
      if (!rule) {
        seen = model.events;
        timer = undefined;
        tell(found.sort((a, b) => a.at - b.at), failures);
        later();
        return;
      }
      found.push(...findReviewMarkers(model, { rules: [rule], thresholds, onRuleError: ({ name }, error) => failures.set(name, wordsOf(error)) }));
      if (model.events.length <= SMALL) next(index + 1);
      else timer = setTimeout(next, 0, index + 1);
    };
    next(0);
  };
  const later = (): void => {
    if (!stopped && timer === undefined && store.getState().model.events !== seen) timer = setTimeout(look, seen ? PAUSE_MS : 0);
  };
  const unsubscribe = store.subscribe(later);
  later();
  return {
    again: () => {
      clearTimeout(timer);
      timer = undefined;
      seen = undefined;
      later();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      unsubscribe();
    },
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : typeof error === 'string' ? error : '';
}
