import type { SessionInfo } from '@playhead/protocol';
import type { CatalogSession } from './catalog-document.ts';
import { createTally, quantileOf, type Distribution, type Tally } from './distribution.ts';
import type { StatisticsUse } from './statistics-document.ts';
import type { CatalogKind, MetricEntry, UsedTurns } from './types.ts';

/** So many entries are told apart; names come from recordings and may be anything. */
const MOST_ENTRIES = 20_000;
/** Sessions of a version that are named. */
const MOST_LATEST = 5;

/** One entry over sessions. Internal. */
export interface CollectedUse extends Omit<MetricEntry, 'turns'> {
  readonly sessions: number;
  readonly turns: UsedTurns;
  readonly latest: readonly CatalogSession[];
}

/** Gathers what sessions used. Internal. */
export interface Uses {
  /** @param session - Whose they are, where sessions are to be named. */
  add(entries: readonly MetricEntry[], session?: SessionInfo): void;
  /** Every entry. */
  all(): readonly CollectedUse[];
  /** Of some kinds by name, versions together, the most used first. */
  byName(kinds: readonly CatalogKind[]): readonly StatisticsUse[];
  /** How many entries had no place. */
  readonly more: number;
}

interface Sum {
  readonly kind: CatalogKind;
  readonly name: string;
  readonly version: string | undefined;
  readonly counts: { sessions: number; calls: number; failed: number; denied: number; interrupted: number; retries: number; inputTokens: number; outputTokens: number; firstAt: number; lastAt: number };
  costUsd: number | undefined;
  readonly latency: Tally;
  readonly turns: { count: number; first: number; accepted: number; steps: number; failedSteps: number };
  readonly turnDuration: Tally;
  readonly turnTokens: Tally;
  latest: readonly CatalogSession[];
}

/** @param kinds - Which entries count. */
export function createUses(kinds: readonly CatalogKind[]): Uses {
  const wanted = new Set(kinds);
  const sums = new Map<string, Sum>();
  let more = 0;
  const sumOf = ({ kind, name, version, firstAt, lastAt }: MetricEntry): Sum | undefined => {
    const key = `${kind}\n${name}\n${version ?? ''}`;
    const known = sums.get(key);
    if (known) return known;
    if (sums.size >= MOST_ENTRIES) {
      more += 1;
      return undefined;
    }
    const made: Sum = {
      kind, name, version, counts: { sessions: 0, calls: 0, failed: 0, denied: 0, interrupted: 0, retries: 0, inputTokens: 0, outputTokens: 0, firstAt, lastAt }, costUsd: undefined,
      latency: createTally(), turns: { count: 0, first: 0, accepted: 0, steps: 0, failedSteps: 0 }, turnDuration: createTally(), turnTokens: createTally(), latest: [],
    };
    sums.set(key, made);
    return made;
  };
  return {
    get more() { return more; },
    add(entries, session) {
      for (const entry of entries) {
        const sum = wanted.has(entry.kind) ? sumOf(entry) : undefined;
        if (!sum) continue;
        addEntry(sum, entry);
        if (session) sum.latest = withLatest(sum.latest, session);
      }
    },
    all: () => [...sums.values()].map(collected),
    byName(of) {
      const names = new Map<string, CollectedUse[]>();
      for (const sum of sums.values()) {
        if (!of.includes(sum.kind)) continue;
        const own = names.get(sum.name);
        if (own) own.push(collected(sum));
        else names.set(sum.name, [collected(sum)]);
      }
      return [...names].map(([name, own]) => useOf(name, own)).sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
    },
  };
}

function addEntry(sum: Sum, entry: MetricEntry): void {
  const { counts, turns, latency, turnDuration, turnTokens } = sum;
  counts.sessions += 1;
  for (const field of ['calls', 'failed', 'denied', 'interrupted', 'retries', 'inputTokens', 'outputTokens'] as const) counts[field] += entry[field];
  counts.firstAt = Math.min(counts.firstAt, entry.firstAt);
  counts.lastAt = Math.max(counts.lastAt, entry.lastAt);
  if (entry.costUsd !== undefined) sum.costUsd = (sum.costUsd ?? 0) + entry.costUsd;
  latency.merge(entry.latencyUs);
  if (!entry.turns) return;
  for (const field of ['count', 'first', 'accepted', 'steps', 'failedSteps'] as const) turns[field] += entry.turns[field];
  turnDuration.merge(entry.turns.durationUs);
  turnTokens.merge(entry.turns.tokens);
}

function withLatest(latest: readonly CatalogSession[], { sessionId, name, startedAt }: SessionInfo): readonly CatalogSession[] {
  const last = latest.at(-1);
  if (last && latest.length >= MOST_LATEST && last.startedAt >= startedAt) return latest;
  return [...latest, { sessionId, name, startedAt }].sort((a, b) => b.startedAt - a.startedAt).slice(0, MOST_LATEST);
}

function collected({ kind, name, version, counts, costUsd, latency, turns, turnDuration, turnTokens, latest }: Sum): CollectedUse {
  return {
    kind, name, ...(version !== undefined && { version }), ...counts, ...(costUsd !== undefined && { costUsd }),
    latencyUs: latency.value(), turns: { ...turns, durationUs: turnDuration.value(), tokens: turnTokens.value() }, latest,
  };
}

function useOf(name: string, versions: readonly CollectedUse[]): StatisticsUse {
  const latency = createTally();
  for (const { latencyUs } of versions) latency.merge(latencyUs);
  const sum = (field: 'sessions' | 'calls' | 'failed' | 'denied' | 'retries' | 'inputTokens' | 'outputTokens'): number => versions.reduce((all, use) => all + use[field], 0);
  const priced = versions.filter(({ costUsd }) => costUsd !== undefined);
  return {
    name, sessions: sum('sessions'), calls: sum('calls'), failed: sum('failed'), denied: sum('denied'), retries: sum('retries'), latencyUs: mediansOf(latency.value()),
    inputTokens: sum('inputTokens'), outputTokens: sum('outputTokens'), costUsd: priced.length > 0 ? priced.reduce((all, { costUsd = 0 }) => all + costUsd, 0) : null,
  };
}

/** Half of all values, and 95 of 100, are no larger than these. */
export function mediansOf(values: Distribution): { readonly median: number | null; readonly p95: number | null } {
  return { median: quantileOf(values, 0.5), p95: quantileOf(values, 0.95) };
}
