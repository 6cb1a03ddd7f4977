import { PlayheadError } from '@playhead/protocol';
import { CATALOG_DOCUMENT_VERSION, type ComparedFigure, type ComparedMeasure, type ComparisonDocument } from './catalog-document.ts';
import { inTime, usesOf, versionOf } from './collect-catalog.ts';
import type { CollectedUse } from './collected-uses.ts';
import { quantileOf, type Distribution } from './distribution.ts';
import type { FiguresQuery, FiguresSource, GatherOptions } from './session-figures.ts';
import { chanceOfLarger, differenceOfShares, wilson, type Interval } from './uncertainty.ts';
import type { CatalogKind } from './types.ts';

/** Which versions are compared. */
export interface CompareOptions extends GatherOptions {
  readonly kind: CatalogKind;
  readonly name: string;
  /** Both versions; an empty text is that of which nobody told the version. Default: the last two that were first seen. */
  readonly versions?: readonly [a: string, b: string];
}

/** On each side, to say anything. */
const LEAST = 5;
/** Seven intervals hold together in 95 of 100 comparisons: each reaches so many standard errors (Bonferroni). */
const CONFIDENCE = 0.95;
const Z = 2.69;

const NOTES: readonly string[] = [
  'Who used which version was not drawn by lot: the work, the model and the time may differ, too.',
  'Calls and steps of one session are alike, so what is counted by them is less sure than its interval says. Acceptance counts each session once.',
];

/**
 * Compares two versions of something that sessions used: how often the first turn with it was accepted, failures, retries, latency, and
 * what the turns with it took. Each figure says of how many it speaks and how sure it is.
 *
 * @throws PlayheadError `not_found` where no session used it, or not in that version; `aborted`, and whatever the storage reports.
 *
 * @example
 * ```ts
 * const { figures } = await compareVersions(storage, {}, { kind: 'skill', name: 'review', versions: ['1.0', '1.1'] });
 * const regressions = figures.filter(({ verdict }) => verdict === 'worse');
 * ```
 */
export async function compareVersions(storage: FiguresSource, query: FiguresQuery, { kind, name, versions, ...options }: CompareOptions): Promise<ComparisonDocument> {
  const { cover, uses } = await usesOf(storage, query, { ...options, kinds: [kind], name });
  const known = inTime(uses);
  const told = known.map(({ version }) => version ?? 'none').slice(-20).join(', ');
  if (known.length === 0) throw new PlayheadError('not_found', `No session that fits used the ${kind} ${JSON.stringify(name.slice(0, 200))}. Look at the catalog for what was used.`);
  const find = (version: string): CollectedUse => {
    const found = known.find((use) => (use.version ?? '') === version);
    if (!found) throw new PlayheadError('not_found', `No session that fits used version ${JSON.stringify(version.slice(0, 100))}. Known are: ${told}.`);
    return found;
  };
  const [a, b] = versions ? versions.map(find) : known.slice(-2);
  if (!a || !b) throw new PlayheadError('not_found', `Only one version was used, ${told}, so there is nothing to compare it with.`);
  return {
    schemaVersion: CATALOG_DOCUMENT_VERSION, cover, kind, name, a: versionOf(a), b: versionOf(b),
    figures: [
      ...(kind === 'tool' ? [] : [share('acceptance', 'higher', 'sessions', [a.turns.accepted, a.turns.first], [b.turns.accepted, b.turns.first])]),
      share('failure_rate', 'lower', 'calls', [a.failed, a.calls], [b.failed, b.calls]),
      share('retry_rate', 'lower', 'calls', [Math.min(a.retries, a.calls), a.calls], [Math.min(b.retries, b.calls), b.calls]),
      size('latency', 'us', 'calls', a.latencyUs, b.latencyUs),
      ...(kind === 'tool' ? [] : [
        size('turn_duration', 'us', 'turns', a.turns.durationUs, b.turns.durationUs), size('turn_tokens', 'tokens', 'turns', a.turns.tokens, b.turns.tokens),
        share('failed_steps', 'lower', 'steps', [a.turns.failedSteps, a.turns.steps], [b.turns.failedSteps, b.turns.steps]),
      ]),
    ],
    confidence: CONFIDENCE, notes: NOTES,
  };
}

function share(measure: ComparedMeasure, better: ComparedFigure['better'], of: ComparedFigure['of'], [partA, wholeA]: readonly [number, number], [partB, wholeB]: readonly [number, number]): ComparedFigure {
  const [a, b] = [wholeA > 0 ? wilson(partA, wholeA, Z) : undefined, wholeB > 0 ? wilson(partB, wholeB, Z) : undefined];
  const enough = wholeA >= LEAST && wholeB >= LEAST && a !== undefined && b !== undefined;
  const difference = enough ? differenceOfShares(a, b) : undefined;
  return {
    measure, unit: 'share', better, of, a: { count: wholeA, ...(a ?? { value: null }) }, b: { count: wholeB, ...(b ?? { value: null }) },
    ...(difference && { difference }), verdict: difference ? verdictOf(difference, 0, better) : 'too_few',
  };
}

function size(measure: ComparedMeasure, unit: 'us' | 'tokens', of: ComparedFigure['of'], a: Distribution, b: Distribution): ComparedFigure {
  const difference = a.count >= LEAST && b.count >= LEAST ? chanceOfLarger(a, b, Z) : undefined;
  return {
    measure, unit, better: 'lower', of, a: { value: quantileOf(a, 0.5), count: a.count }, b: { value: quantileOf(b, 0.5), count: b.count },
    ...(difference && { difference }), verdict: difference ? verdictOf(difference, 0.5, 'lower') : 'too_few',
  };
}

function verdictOf({ low, high }: Interval, alike: number, better: ComparedFigure['better']): ComparedFigure['verdict'] {
  if (low <= alike && high >= alike) return 'unclear';
  return (low > alike) === (better === 'higher') ? 'better' : 'worse';
}
