import { OUTCOMES, type EventKind, type JsonValue } from '@playhead/protocol';
import type { Distribution } from './distribution.ts';
import { CATALOG_KINDS, METRICS_VERSION, type CallMetrics, type CatalogKind, type LoopMetrics, type MetricEntry, type SessionMetrics, type UsedTurns } from './types.ts';

/** What is kept of a session. */
export interface PackedMetrics {
  /** How many records it had when it was measured. */
  readonly events: number;
  /** Absent where there were too many records to look at. */
  readonly metrics?: SessionMetrics;
}

/** Which entries of a session are to be unpacked: they are most of it. */
export interface UnpackOptions {
  /** Only these kinds; none where it is empty. Default all. */
  readonly kinds?: readonly CatalogKind[];
}

const DECODER = new TextDecoder();
const NOTHING: Distribution = { count: 0, sum: 0, max: 0, buckets: [] };

/** Writes metrics small: 100,000 of them are read at once. Two lines, so that the second one can be left alone. */
export function packMetrics({ events, metrics }: PackedMetrics): Uint8Array {
  const lines = metrics ? [[events, headOf(metrics)], metrics.entries.map(entryOf)] : [[events]];
  return new TextEncoder().encode(lines.map((line) => JSON.stringify(line)).join('\n'));
}

/** Reads what {@link packMetrics} wrote; undefined for what is no such value. */
export function unpackMetrics(bytes: Uint8Array, { kinds = CATALOG_KINDS }: UnpackOptions = {}): PackedMetrics | undefined {
  const end = bytes.indexOf(0x0a);
  const [events, head] = list(parsed(bytes.subarray(0, end < 0 ? undefined : end)));
  if (typeof events !== 'number') return undefined;
  if (head === undefined) return { events };
  const rows = kinds.length > 0 && end >= 0 ? list(parsed(bytes.subarray(end + 1))) : [];
  const entries: MetricEntry[] = [];
  for (const row of rows) {
    const own = list(row);
    const kind = CATALOG_KINDS[number(own[0])];
    const entry = kind && kinds.includes(kind) ? entryFrom(kind, own) : undefined;
    if (entry) entries.push(entry);
  }
  return { events, metrics: { ...metricsFrom(list(head)), entries } };
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

/** By index, not by destructuring, which takes several times as long: there are millions of them. */
function entryFrom(kind: CatalogKind, row: readonly unknown[]): MetricEntry | undefined {
  const [name, version, cost, turns] = [row[1], row[2], row[7], row[9]];
  if (typeof name !== 'string') return undefined;
  const firstAt = number(row[3]);
  const entry = { kind, name, ...countsFrom(list(row[8])), firstAt, lastAt: firstAt + number(row[4]), inputTokens: number(row[5]), outputTokens: number(row[6]) };
  return typeof version !== 'string' && typeof cost !== 'number' && !Array.isArray(turns) ? entry : { ...entry, ...(typeof version === 'string' && { version }), ...(typeof cost === 'number' && { costUsd: number(cost) }), ...(Array.isArray(turns) && { turns: turnsFrom(turns) }) };
}

function turnsFrom(row: readonly unknown[]): UsedTurns {
  return { count: number(row[0]), first: number(row[1]), accepted: number(row[2]), steps: number(row[3]), failedSteps: number(row[4]), durationUs: distribution(row[5]), tokens: distribution(row[6]) };
}

function counts({ calls, failed, denied, interrupted, retries, latencyUs }: CallMetrics): readonly (number | number[])[] & JsonValue {
  return [calls, failed, denied, interrupted, retries, packed(latencyUs)];
}

function countsFrom(row: readonly unknown[]): CallMetrics {
  return { calls: number(row[0]), failed: number(row[1]), denied: number(row[2]), interrupted: number(row[3]), retries: number(row[4]), latencyUs: distribution(row[5]) };
}

function packed({ count, sum, max, buckets }: Distribution): number[] {
  return count === 0 ? [] : [count, sum, max, ...buckets];
}

function distribution(value: unknown): Distribution {
  const numbers = list(value);
  return numbers.length > 2 && isNumbers(numbers) ? { count: numbers[0] ?? 0, sum: numbers[1] ?? 0, max: numbers[2] ?? 0, buckets: numbers.slice(3) } : NOTHING;
}

function isNumbers(values: readonly unknown[]): values is readonly number[] {
  for (const value of values) if (typeof value !== 'number') return false;
  return true;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(DECODER.decode(bytes));
  } catch {
    return undefined;
  }
}
