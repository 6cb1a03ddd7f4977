import type { Severity } from '@playhead/protocol';
import type { SessionModel } from '../model/types.ts';

/** A number that a rule goes by, which whoever reviews may change. */
export interface ReviewThreshold {
  /** What it means, for people: `Changed lines in one file`. */
  readonly title: string;
  /** What it is unless somebody changed it. */
  readonly default: number;
  /** The least that makes sense. */
  readonly min: number;
  /** The most that makes sense. */
  readonly max: number;
}

/** Thresholds that were changed, by the name of the rule and of the threshold. */
export type ReviewThresholds = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** One place of a session that a rule points at. */
export interface ReviewFinding {
  /**
   * What it is about: the id of a call or turn, a path, or a name for the whole session. It stays the same when the session is
   * recorded or imported again, so that what was said of a finding stays with it.
   */
  readonly anchor: string;
  /** Why it asks for a look, in one sentence with its figures. */
  readonly reason: string;
  /** The ids of the events that show it, in display order: at least one. */
  readonly evidence: readonly string[];
  /** Where to look first: microseconds since the Unix epoch. */
  readonly at: number;
  readonly stepId?: string;
  readonly turnId?: string;
  /** The file it is about. */
  readonly path?: string;
}

/** What makes a place of a session ask for a review. A host adds its own beside {@link reviewRules}. */
export interface ReviewRule {
  /** Its name: lower-case words with hyphens, one of its own. */
  readonly name: string;
  /** What it is called, in sentence case. */
  readonly title: string;
  /** What it looks for, in one sentence. */
  readonly description: string;
  readonly severity: Severity;
  /** What it goes by. */
  readonly thresholds: Readonly<Record<string, ReviewThreshold>>;
  /**
   * Looks at a session. Pure: the same session gives the same findings.
   *
   * @param thresholds - One number for each of its thresholds.
   */
  readonly find: (model: SessionModel, thresholds: Readonly<Record<string, number>>) => readonly ReviewFinding[];
}

/** A {@link ReviewFinding} with the rule that made it. */
export interface ReviewMarker extends ReviewFinding {
  /** `<rule>:<anchor>`: what a review keeps of it. */
  readonly id: string;
  /** The rule's name. */
  readonly rule: string;
  /** The rule's title. */
  readonly title: string;
  readonly severity: Severity;
}

/**
 * Declares a rule. Returns its argument; exists so that the names of its thresholds are checked.
 *
 * @example
 * ```ts
 * const longTurn = defineReviewRule({
 *   name: 'long-turn', title: 'Long turn', description: 'A turn of many steps.', severity: 'info',
 *   thresholds: { steps: { title: 'Steps in a turn', default: 200, min: 1, max: 10_000 } },
 *   find: ({ turns }, { steps }) => turns.filter((turn) => turn.steps.length > steps).map((turn) => ({
 *     anchor: turn.id, reason: `The turn has ${turn.steps.length} steps.`, evidence: turn.eventIds.slice(0, 1), at: turn.startedAt, turnId: turn.id,
 *   })),
 * });
 * ```
 */
export function defineReviewRule<const Name extends string>(rule: Omit<ReviewRule, 'find' | 'thresholds'> & {
  readonly thresholds: Readonly<Record<Name, ReviewThreshold>>;
  readonly find: (model: SessionModel, thresholds: Readonly<Record<Name, number>>) => readonly ReviewFinding[];
}): ReviewRule {
  return rule;
}
