import { OUTCOMES, type EventKind } from '@playhead/protocol';
import { packEntry, readEntries } from './packed-entry.ts';
import { packCalls, packCost, packDistribution, packMaybe, passDistribution, readCalls, readCost, readDistribution, readMaybe } from './packed-figures.ts';
import { createPackedReader, createPackedWriter, textOf, type PackedReader, type PackedWriter } from './packed-numbers.ts';
import { CATALOG_KINDS, METRICS_VERSION, type CallMetrics, type CatalogKind, type LoopMetrics, type SessionMetrics } from './types.ts';

/** What is kept of a session. */
export interface PackedMetrics {
  /** How many records it had when it was measured. */
  readonly events: number;
  /** How long its log was then, in bytes. Absent where the storage did not say. */
  readonly bytes?: number;
  /** Absent where there were too many records to look at. */
  readonly metrics?: SessionMetrics;
}

/** Which entries of a session are to be unpacked: they are most of it. */
export interface UnpackOptions {
  /** Only these kinds; none where it is empty. Default all. */
  readonly kinds?: readonly CatalogKind[];
}

/** What adds up over sessions without looking at single things they used. Internal. */
export type MetricsHead = Omit<SessionMetrics, 'kinds' | 'entries' | 'steps'> & { readonly steps: Omit<CallMetrics, 'latencyUs'> };

/** What is kept of a session, entries left packed. Internal. */
export interface PackedSession {
  readonly events: number;
  readonly bytes: number | undefined;
  readonly head: MetricsHead | undefined;
  /** Stands before the kinds of steps, then the entries. */
  readonly rest: PackedReader;
}

/** Writes metrics small, and so that they are read fast: 100,000 of them are added up at once. */
export function packMetrics({ events, bytes, metrics }: PackedMetrics): Uint8Array {
  const to = createPackedWriter();
  to.number(events);
  packMaybe(to, bytes);
  to.number(metrics ? 1 : 0);
  if (metrics) {
    packHead(to, metrics);
    to.section((own) => {
      own.number(metrics.kinds.length);
      for (const kind of metrics.kinds) {
        own.text(kind.kind);
        packCalls(own, kind);
      }
    });
    to.number(metrics.entries.length);
    for (const entry of metrics.entries) packEntry(to, entry);
  }
  return new TextEncoder().encode(to.value());
}

/** Reads the beginning of what {@link packMetrics} wrote; undefined for nothing. Internal. */
export function openPacked(value: Uint8Array | undefined): PackedSession | undefined {
  if (!value || value.length === 0) return undefined;
  const rest = createPackedReader(value);
  const events = rest.number();
  const bytes = readMaybe(rest);
  return { events, bytes, head: rest.number() === 1 ? readHead(rest) : undefined, rest };
}

/** Reads what {@link packMetrics} wrote; undefined for nothing. */
export function unpackMetrics(bytes: Uint8Array, { kinds = CATALOG_KINDS }: UnpackOptions = {}): PackedMetrics | undefined {
  const packed = openPacked(bytes);
  if (!packed) return undefined;
  const { head, rest } = packed;
  const from = { events: packed.events, ...(packed.bytes !== undefined && { bytes: packed.bytes }) };
  if (!head) return from;
  const { steps, ...others } = head;
  return { ...from, metrics: { ...others, steps: { ...steps, latencyUs: readDistribution(rest) }, kinds: readKinds(rest), entries: readEntries(rest, kinds) } };
}

/** Moves to the entries. Internal. */
export function passToEntries(rest: PackedReader): void {
  passDistribution(rest);
  const length = rest.number();
  rest.at += length;
}

function packHead(to: PackedWriter, { startedAt, outcome, durationUs, activeUs, turns, turnUs, usage, steps, errors, tests, files, iterations, moreEntries }: SessionMetrics): void {
  for (const value of [startedAt, outcome === undefined ? 0 : OUTCOMES.indexOf(outcome) + 1, durationUs, activeUs, turns]) to.number(value);
  packDistribution(to, turnUs);
  for (const value of [usage.inputTokens, usage.outputTokens, usage.cacheReadTokens, usage.cacheWriteTokens]) to.number(value);
  packCost(to, usage.costUsd);
  for (const value of [steps.calls, steps.failed, steps.denied, steps.interrupted, steps.retries, errors, tests.runs, tests.failedRuns]) to.number(value);
  packMaybe(to, tests.firstGreenUs);
  for (const value of [files.changed, files.read, files.linesAdded, files.linesRemoved, moreEntries, iterations ? 1 : 0]) to.number(value);
  if (iterations) packLoop(to, iterations);
  packDistribution(to, steps.latencyUs);
}

function packLoop(to: PackedWriter, { count, decided, approved, firstApproved, feedbacks, feedbackCharacters, cycleUs }: LoopMetrics): void {
  for (const value of [count, decided, approved, firstApproved === undefined ? 0 : firstApproved ? 2 : 1, feedbacks, feedbackCharacters]) to.number(value);
  packDistribution(to, cycleUs);
}

/** One after the other, not in lists: there are many of them. */
function readHead(from: PackedReader): MetricsHead {
  const startedAt = from.number();
  const outcome = OUTCOMES[from.number() - 1];
  const durationUs = from.number();
  const activeUs = from.number();
  const turns = from.number();
  const turnUs = readDistribution(from);
  const tokens = { inputTokens: from.number(), outputTokens: from.number(), cacheReadTokens: from.number(), cacheWriteTokens: from.number() };
  const costUsd = readCost(from);
  const usage = costUsd === undefined ? tokens : { ...tokens, costUsd };
  const steps = { calls: from.number(), failed: from.number(), denied: from.number(), interrupted: from.number(), retries: from.number() };
  const errors = from.number();
  const runs = { runs: from.number(), failedRuns: from.number() };
  const firstGreenUs = readMaybe(from);
  const tests = firstGreenUs === undefined ? runs : { ...runs, firstGreenUs };
  const files = { changed: from.number(), read: from.number(), linesAdded: from.number(), linesRemoved: from.number() };
  const moreEntries = from.number();
  const iterations = from.number() === 1 ? readLoop(from) : undefined;
  return { schemaVersion: METRICS_VERSION, startedAt, durationUs, activeUs, turns, turnUs, usage, steps, errors, tests, files, moreEntries, ...(outcome && { outcome }), ...(iterations && { iterations }) };
}

function readLoop(from: PackedReader): LoopMetrics {
  const [count, decided, approved, first] = [from.number(), from.number(), from.number(), from.number()];
  return { count, decided, approved, ...(first > 0 && { firstApproved: first === 2 }), feedbacks: from.number(), feedbackCharacters: from.number(), cycleUs: readDistribution(from) };
}

function readKinds(rest: PackedReader): SessionMetrics['kinds'] {
  const length = rest.number();
  const end = Math.min(rest.at + length, rest.bytes.length);
  const kinds: SessionMetrics['kinds'][number][] = [];
  for (let left = rest.number(); left > 0 && rest.at < end; left -= 1) {
    const kind = textOf(rest.bytes.subarray(rest.passText(), rest.at)) as EventKind; // what this package wrote; another word is shown as it is
    kinds.push({ kind, ...readCalls(rest) });
  }
  rest.at = end;
  return kinds;
}
