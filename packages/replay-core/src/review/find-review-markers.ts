import { PlayheadError } from '@playhead/protocol';
import type { SessionModel } from '../model/types.ts';
import type { ReviewFinding, ReviewMarker, ReviewRule, ReviewThresholds } from './review-rule.ts';
import { reviewRules } from './review-rules.ts';

/** Options of {@link findReviewMarkers}. */
export interface ReviewOptions {
  /** The rules to go by, whose names must differ. Default {@link reviewRules}. */
  readonly rules?: readonly ReviewRule[];
  /** What was changed of their thresholds; a number outside of what makes sense counts as the nearest that does. Default: nothing. */
  readonly thresholds?: ReviewThresholds;
  /**
   * Hears of a rule that threw, or gave what is no finding: it has found nothing then, and the others go on. Default: what it threw is
   * thrown.
   */
  readonly onRuleError?: ((rule: ReviewRule, error: unknown) => void) | undefined;
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
export function findReviewMarkers(model: SessionModel, { rules = reviewRules, thresholds = {}, onRuleError }: ReviewOptions = {}): readonly ReviewMarker[] {
  const markers = rules.flatMap((rule) => {
    try {
      return markersOf(rule, model, thresholds);
    } catch (error) {
      if (!onRuleError) throw error;
      onRuleError(rule, error);
      return [];
    }
  });
  return markers.sort((a, b) => a.at - b.at);
}

function markersOf(rule: ReviewRule, model: SessionModel, thresholds: ReviewThresholds): readonly ReviewMarker[] {
  const { name, title, severity } = rule;
  const found = new Map<string, ReviewMarker>();
  for (const finding of rule.find(model, valuesOf(rule, thresholds[name] ?? {}))) {
    check(finding, name);
    const id = `${name}:${finding.anchor}`;
    if (!found.has(id)) found.set(id, { ...finding, id, rule: name, title, severity });
  }
  return bounded([...found.values()]);
}

/** Rules of hosts may be plain JavaScript: what they give is looked at before anybody is shown it. */
function check({ anchor, reason, evidence, at }: ReviewFinding, rule: string): void {
  if (typeof anchor === 'string' && typeof reason === 'string' && Number.isFinite(at) && Array.isArray(evidence) && evidence.every((id) => typeof id === 'string')) return;
  throw new PlayheadError('usage', `The review rule "${rule}" gave something that is no finding, so nothing of it is shown. A finding has an anchor, a reason, the ids of its evidence, and a time in microseconds.`);
}

function valuesOf({ thresholds }: ReviewRule, changed: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(thresholds).map(([name, { default: usual, min, max }]) => {
    const wanted = Object.hasOwn(changed, name) ? changed[name] : undefined;
    return [name, typeof wanted !== 'number' || Number.isNaN(wanted) ? usual : Math.min(max, Math.max(min, wanted))];
  }));
}

function bounded(markers: readonly ReviewMarker[]): readonly ReviewMarker[] {
  const last = markers[MOST_PER_RULE - 1];
  if (!last || markers.length === MOST_PER_RULE) return markers;
  return [...markers.slice(0, MOST_PER_RULE - 1), { ...last, reason: `${last.reason} There are ${markers.length - MOST_PER_RULE} more like it, which are not listed.` }];
}
