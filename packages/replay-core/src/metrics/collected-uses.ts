import type { CatalogSession } from './catalog-document.ts';
import { createTally, quantileOf, type Distribution, type Tally } from './distribution.ts';
import { walkEntries } from './packed-entry.ts';
import { readCost } from './packed-figures.ts';
import { createPackedNames, type PackedReader } from './packed-numbers.ts';
import type { StatisticsUse } from './statistics-document.ts';
import { CATALOG_KINDS, type CatalogKind, type MetricEntry, type UsedTurns } from './types.ts';

/** So many entries are told apart; names come from recordings and may be anything. */
const MOST_ENTRIES = 20_000;
/** Sessions of a version that are named. */
const MOST_LATEST = 5;
/** More names and versions than sessions could ever have. */
const MOST_NAMES = 2 ** 24;

/** One entry over sessions. Internal. */
export interface CollectedUse extends Omit<MetricEntry, 'turns'> {
  readonly sessions: number;
  readonly turns: UsedTurns;
  readonly latest: readonly CatalogSession[];
}

/** Gathers what sessions used. Internal. */
export interface Uses {
  /**
   * @param from - Stands before entries.
   * @param session - Whose they are, where sessions are to be named.
   */
  add(from: PackedReader, session?: Pick<CatalogSession, 'sessionId' | 'startedAt'>): void;
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

/**
 * @param kinds - Which entries count.
 * @param onlyName - Only those named so. Default all.
 */
export function createUses(kinds: readonly CatalogKind[], onlyName?: string): Uses {
  const wanted = new Set(kinds.map((kind) => CATALOG_KINDS.indexOf(kind)));
  const names = createPackedNames();
  const sums: Sum[] = [];
  /** By the numbers of kind, name and version. */
  const known = new Map<number, Sum>();
  const isNamed: boolean[] = [];
  let more = 0;
  const sumOf = (kind: number, name: number, version: number): Sum | undefined => {
    if (onlyName !== undefined && !(isNamed[name] ??= names.text(name) === onlyName)) return undefined;
    const key = (name * MOST_NAMES + version + 1) * CATALOG_KINDS.length + kind;
    const own = known.get(key);
    if (own) return own;
    const word = CATALOG_KINDS[kind];
    if (sums.length >= MOST_ENTRIES || !word) {
      more += 1;
      return undefined;
    }
    const sum: Sum = {
      kind: word, name: names.text(name), version: version < 0 ? undefined : names.text(version), counts: { sessions: 0, calls: 0, failed: 0, denied: 0, interrupted: 0, retries: 0, inputTokens: 0, outputTokens: 0, firstAt: Infinity, lastAt: 0 }, costUsd: undefined,
      latency: createTally(), turns: { count: 0, first: 0, accepted: 0, steps: 0, failedSteps: 0 }, turnDuration: createTally(), turnTokens: createTally(), latest: [],
    };
    sums.push(sum);
    known.set(key, sum);
    return sum;
  };
  return {
    get more() { return more; },
    add: (from, session) => walkEntries(from, wanted, names, (kind, name, version) => {
      const sum = sumOf(kind, name, version);
      if (!sum) return;
      addEntry(sum, from);
      if (session) sum.latest = withLatest(sum.latest, session);
    }),
    all: () => sums.map(collected),
    byName(of) {
      const names = new Map<string, CollectedUse[]>();
      for (const sum of sums) {
        if (!of.includes(sum.kind)) continue;
        const own = names.get(sum.name);
        if (own) own.push(collected(sum));
        else names.set(sum.name, [collected(sum)]);
      }
      return [...names].map(([name, own]) => useOf(name, own)).sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
    },
  };
}

/** In the order in which {@link packEntry} writes. */
function addEntry(sum: Sum, from: PackedReader): void {
  const { counts, turns, latency, turnDuration, turnTokens } = sum;
  counts.sessions += 1;
  const firstAt = from.number();
  counts.firstAt = Math.min(counts.firstAt, firstAt);
  counts.lastAt = Math.max(counts.lastAt, firstAt + from.number());
  counts.inputTokens += from.number();
  counts.outputTokens += from.number();
  const costUsd = readCost(from);
  if (costUsd !== undefined) sum.costUsd = (sum.costUsd ?? 0) + costUsd;
  counts.calls += from.number();
  counts.failed += from.number();
  counts.denied += from.number();
  counts.interrupted += from.number();
  counts.retries += from.number();
  latency.mergePacked(from);
  if (from.number() !== 1) return;
  turns.count += from.number();
  turns.first += from.number();
  turns.accepted += from.number();
  turns.steps += from.number();
  turns.failedSteps += from.number();
  turnDuration.mergePacked(from);
  turnTokens.mergePacked(from);
}

/** Called by their ids until they are looked up. */
function withLatest(latest: readonly CatalogSession[], { sessionId, startedAt }: Pick<CatalogSession, 'sessionId' | 'startedAt'>): readonly CatalogSession[] {
  const last = latest.at(-1);
  if (last && latest.length >= MOST_LATEST && last.startedAt >= startedAt) return latest;
  return [...latest, { sessionId, name: sessionId, startedAt }].sort((a, b) => b.startedAt - a.startedAt).slice(0, MOST_LATEST);
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
