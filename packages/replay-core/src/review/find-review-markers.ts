import type { SessionModel } from '../model/types.ts';
import type { ReviewMarker, ReviewRule, ReviewThresholds } from './review-rule.ts';
import { reviewRules } from './review-rules.ts';

/** Options of {@link findReviewMarkers}. */
export interface ReviewOptions {
  /** The rules to go by, whose names must differ. Default {@link reviewRules}. */
  readonly rules?: readonly ReviewRule[];
  /** What was changed of their thresholds; a number outside of what makes sense counts as the nearest that does. Default: nothing. */
  readonly thresholds?: ReviewThresholds;
}

/** So many findings of one rule are listed; the last says how many more there are. */
const MOST_PER_RULE = 200;

/**
 * Finds what of a session asks for a review. Looks at the whole session: ask when it is shown, not for every event that arrives.
 *
 * @returns In display order. Of several findings of a rule about one thing the first counts.
 *
 * @example
 * ```ts
 * const markers = findReviewMarkers(model, { thresholds: { 'large-diff': { lines: 200 } } });
 * markers[0]?.reason; // '412 lines of src/server.ts changed.'
 * ```
 */
export function findReviewMarkers(model: SessionModel, { rules = reviewRules, thresholds = {} }: ReviewOptions = {}): readonly ReviewMarker[] {
  const markers = rules.flatMap((rule) => {
    const found = new Map<string, ReviewMarker>();
    for (const finding of rule.find(model, valuesOf(rule, thresholds[rule.name] ?? {}))) {
      const id = `${rule.name}:${finding.anchor}`;
      if (!found.has(id)) found.set(id, { ...finding, id, rule: rule.name, title: rule.title, severity: rule.severity });
    }
    return bounded([...found.values()]);
  });
  return markers.sort((a, b) => a.at - b.at);
}

function valuesOf({ thresholds }: ReviewRule, changed: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(thresholds).map(([name, { default: usual, min, max }]) => {
    const wanted = Object.hasOwn(changed, name) ? changed[name] : undefined;
    return [name, wanted === undefined || !Number.isFinite(wanted) ? usual : Math.min(max, Math.max(min, wanted))];
  }));
}

function bounded(markers: readonly ReviewMarker[]): readonly ReviewMarker[] {
  const last = markers[MOST_PER_RULE - 1];
  if (!last || markers.length === MOST_PER_RULE) return markers;
  return [...markers.slice(0, MOST_PER_RULE - 1), { ...last, reason: `${last.reason} There are ${markers.length - MOST_PER_RULE} more like it, which are not listed.` }];
}
