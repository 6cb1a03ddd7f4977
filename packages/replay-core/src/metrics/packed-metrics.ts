import { OUTCOMES, type EventKind, type JsonValue } from '@playhead/protocol';
import type { Distribution } from './distribution.ts';
import { CATALOG_KINDS, METRICS_VERSION, type CallMetrics, type LoopMetrics, type MetricEntry, type SessionMetrics, type UsedTurns } from './types.ts';

/** What is kept of a session. */
export interface PackedMetrics {
  /** How many records it had when it was measured. */
  readonly events: number;
  /** Absent where there were too many records to look at. */
  readonly metrics?: SessionMetrics;
}

/** Whether the entries of a session are to be unpacked, which are most of it. */
export interface UnpackOptions { readonly entries?: boolean }

/** Writes metrics small: 100,000 of them are read at once. Two lines, so that the second one can be left alone. */
export function packMetrics({ events, metrics }: PackedMetrics): Uint8Array {
  const lines = metrics ? [[events, headOf(metrics)], metrics.entries.map(entryOf)] : [[events]];
  return new TextEncoder().encode(lines.map((line) => JSON.stringify(line)).join('\n'));
}

/** Reads what {@link packMetrics} wrote; undefined for what is no such value. */
export function unpackMetrics(bytes: Uint8Array, { entries = true }: UnpackOptions = {}): PackedMetrics | undefined {
  const end = bytes.indexOf(0x0a);
  const [events, head] = list(parsed(bytes.subarray(0, end < 0 ? undefined : end)));
  if (typeof events !== 'number') return undefined;
  if (head === undefined) return { events };
  const rows = entries && end >= 0 ? list(parsed(bytes.subarray(end + 1))) : [];
  return { events, metrics: { ...metricsFrom(list(head)), entries: rows.flatMap((row) => entryFrom(list(row)) ?? []) } };
}

function headOf({ startedAt, outcome, durationUs, activeUs, turns, turnUs, usage, steps, kinds, errors, tests, files, iterations, moreEntries }: SessionMetrics): JsonValue {
  return [
    startedAt, outcome ?? null, durationUs, activeUs, turns, packed(turnUs), [usage.inputTokens, usage.outputTokens, usage.cacheReadTokens, usage.cacheWriteTokens, usage.costUsd ?? null],
    counts(steps), kinds.map((kind) => [kind.kind, ...counts(kind)]), errors, [tests.runs, tests.failedRuns, tests.firstGreenUs ?? null], [files.changed, files.read, files.linesAdded, files.linesRemoved],
    iterations ? [iterations.count, iterations.decided, iterations.approved, iterations.firstApproved ?? null, iterations.feedbacks, iterations.feedbackCharacters, packed(iterations.cycleUs)] : null, moreEntries,
  ];
}

function metricsFrom([startedAt, outcome, durationUs, activeUs, turns, turnUs, usage, steps, kinds, errors, tests, files, iterations, more]: readonly unknown[]): Omit<SessionMetrics, 'entries'> {
  const [input, output, read, write, cost] = list(usage);
  const [runs, failedRuns, green] = list(tests);
  const [changed, filesRead, added, removed] = list(files);
  const word = OUTCOMES.find((one) => one === outcome);
  return {
    schemaVersion: METRICS_VERSION, startedAt: number(startedAt), ...(word && { outcome: word }), durationUs: number(durationUs), activeUs: number(activeUs), turns: number(turns), turnUs: distribution(turnUs),
    usage: { inputTokens: number(input), outputTokens: number(output), cacheReadTokens: number(read), cacheWriteTokens: number(write), ...(typeof cost === 'number' && { costUsd: number(cost) }) },
    steps: countsFrom(list(steps)),
    kinds: list(kinds).flatMap((row) => { const [kind, ...rest] = list(row); return typeof kind === 'string' ? [{ kind: kind as EventKind, ...countsFrom(rest) }] : []; }), // what this package wrote; another word is shown as it is
    errors: number(errors), tests: { runs: number(runs), failedRuns: number(failedRuns), ...(typeof green === 'number' && { firstGreenUs: number(green) }) },
    files: { changed: number(changed), read: number(filesRead), linesAdded: number(added), linesRemoved: number(removed) },
    ...(Array.isArray(iterations) && { iterations: loopFrom(iterations) }), moreEntries: number(more),
  };
}

function loopFrom([count, decided, approved, first, feedbacks, characters, cycle]: readonly unknown[]): LoopMetrics {
  return { count: number(count), decided: number(decided), approved: number(approved), feedbacks: number(feedbacks), feedbackCharacters: number(characters), cycleUs: distribution(cycle), ...(typeof first === 'boolean' && { firstApproved: first }) };
}

function entryOf({ kind, name, version, firstAt, lastAt, inputTokens, outputTokens, costUsd, turns, ...calls }: MetricEntry): JsonValue {
  return [
    CATALOG_KINDS.indexOf(kind), name, version ?? null, firstAt, lastAt - firstAt, inputTokens, outputTokens, costUsd ?? null, counts(calls),
    ...(turns ? [[turns.count, turns.first, turns.accepted, turns.steps, turns.failedSteps, packed(turns.durationUs), packed(turns.tokens)]] : []),
  ];
}

function entryFrom([kindIndex, name, version, firstAt, span, input, output, cost, calls, turns]: readonly unknown[]): MetricEntry | undefined {
  const kind = CATALOG_KINDS[number(kindIndex)];
  if (!kind || typeof name !== 'string') return undefined;
  return {
    kind, name, ...(typeof version === 'string' && { version }), ...countsFrom(list(calls)), firstAt: number(firstAt), lastAt: number(firstAt) + number(span),
    inputTokens: number(input), outputTokens: number(output), ...(typeof cost === 'number' && { costUsd: number(cost) }), ...(Array.isArray(turns) && { turns: turnsFrom(turns) }),
  };
}

function turnsFrom([count, first, accepted, steps, failedSteps, durationUs, tokens]: readonly unknown[]): UsedTurns {
  return { count: number(count), first: number(first), accepted: number(accepted), steps: number(steps), failedSteps: number(failedSteps), durationUs: distribution(durationUs), tokens: distribution(tokens) };
}

function counts({ calls, failed, denied, interrupted, retries, latencyUs }: CallMetrics): readonly (number | number[])[] & JsonValue {
  return [calls, failed, denied, interrupted, retries, packed(latencyUs)];
}

function countsFrom([calls, failed, denied, interrupted, retries, latency]: readonly unknown[]): CallMetrics {
  return { calls: number(calls), failed: number(failed), denied: number(denied), interrupted: number(interrupted), retries: number(retries), latencyUs: distribution(latency) };
}

function packed({ count, sum, max, buckets }: Distribution): number[] {
  return count === 0 ? [] : [count, sum, max, ...buckets.flat()];
}

function distribution(value: unknown): Distribution {
  const [count, sum, max, ...rest] = list(value).map(number);
  const buckets = rest.flatMap((bucket, index) => (index % 2 === 0 ? [[bucket, rest[index + 1] ?? 0] as const] : []));
  return { count: count ?? 0, sum: sum ?? 0, max: max ?? 0, buckets };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
