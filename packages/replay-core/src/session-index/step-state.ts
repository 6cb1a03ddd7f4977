import type { EventDescription, EventKind, SessionRecord } from '@playhead/protocol';
import { dataOf, numberIn, wordIn } from '../model/read-data.ts';
import type { StepStatus } from '../model/types.ts';
import { boundedTitle, ownCopy } from './bounded-text.ts';
import { isBefore, type Order } from './order.ts';
import { addToRuns, type Runs, valuesOf } from './runs.ts';

type Bad = Exclude<StepStatus, 'ok' | 'running'>;

/** What is known of a step: as much of its records as its head needs, whatever their order. */
export interface StepState {
  readonly id: string;
  /** Whether several records may belong to it. */
  readonly call: boolean;
  /** Its first record in display order. */
  first: Order;
  /** The chunks with its records. */
  readonly chunks: Runs;
  /** The chunk with its first record. */
  chunk: number;
  /** What names it, and how well that does: lower is better. */
  title: string;
  kind: EventKind;
  rank: number;
  told: Order;
  /** Whether tests ran in it. */
  test: boolean;
  /** Whether a record of it was an error. */
  error: boolean;
  /** The first record that names a turn. */
  named: { readonly order: Order; readonly turn: string } | undefined;
  /** The first record that opened it. */
  opened: Order | undefined;
  /** The first record that closed it. */
  closed: Order | undefined;
  /** The first duration that was stated. */
  took: { readonly order: Order; readonly durationUs: number } | undefined;
  /** The first end that was none to wish for. */
  bad: { readonly order: Order; readonly status: Bad } | undefined;
  /** The last decision on a permission. */
  decided: { readonly order: Order; readonly denied: boolean } | undefined;
}

/** What a record tells of its step. */
export interface StepNews {
  readonly id: string;
  readonly record: SessionRecord;
  readonly event: EventDescription;
  readonly order: Order;
  readonly chunk: number;
  readonly turn: string | undefined;
}

/** Begins a step with the first record that came. */
export function beginStep(news: StepNews): StepState {
  const { id, record, order, chunk, event } = news;
  // All fields at once, and runs of just one chunk: of a hundred thousand of these every word counts.
  const step: StepState = {
    id, call: record.call !== undefined, first: order, chunks: [chunk, chunk + 1], chunk, title: '', kind: event.kind, rank: 9, told: order, test: false, error: false,
    named: undefined, opened: undefined, closed: undefined, took: undefined, bad: undefined, decided: undefined,
  };
  tellStep(step, news);
  return step;
}

/** Takes a record into its step. */
export function tellStep(step: StepState, { record, event, order, chunk, turn }: StepNews): void {
  addToRuns(step.chunks, chunk);
  if (isBefore(order, step.first)) {
    step.first = order;
    step.chunk = chunk;
  }
  const rank = rankOf(record, event);
  if (rank < step.rank || (rank === step.rank && isBefore(order, step.told))) {
    step.rank = rank;
    step.told = order;
    step.kind = event.kind;
    step.title = ownCopy(boundedTitle(event.step === 'closes' ? event.title : event.summary || event.title));
  }
  if (event.kind === 'test') step.test = true;
  if (event.severity === 'error') step.error = true;
  if (turn !== undefined && isBefore(order, step.named?.order)) step.named = { order, turn };
  if (event.step === 'opens' && isBefore(order, step.opened)) step.opened = order;
  if (event.step === 'closes') tellEnd(step, record, order);
  if (event.kind === 'permission') {
    const decision = wordIn(dataOf(record), 'decision', ['allowed', 'denied']);
    if (decision && !isBefore(order, step.decided?.order ?? order)) step.decided = { order, denied: decision === 'denied' };
  }
}

function tellEnd(step: StepState, record: SessionRecord, order: Order): void {
  const data = dataOf(record);
  const status = wordIn(data, 'status', ['failed', 'denied', 'interrupted']);
  const durationUs = numberIn(data, 'durationUs');
  if (isBefore(order, step.closed)) step.closed = order;
  if (status && isBefore(order, step.bad?.order)) step.bad = { order, status };
  if (durationUs !== undefined && isBefore(order, step.took?.order)) step.took = { order, durationUs };
}

/** How well a record names its step: what opened it does best. */
function rankOf({ type }: SessionRecord, { step, kind }: EventDescription): number {
  if (step === 'opens') return type === 'tool_call' ? 1 : 0;
  return step === 'describes' ? (kind === 'permission' ? 3 : 2) : 4;
}

/**
 * How a step ended.
 *
 * @param over - Whether the session is over, so that nothing can still be running.
 */
export function statusOfStep({ bad, closed, decided, call, error }: StepState, over: boolean): StepStatus {
  const denied = decided?.denied === true;
  if (bad) return denied && bad.status === 'failed' ? 'denied' : bad.status;
  if (closed) return 'ok';
  if (denied) return 'denied';
  if (!call) return error ? 'failed' : 'ok';
  return over ? 'interrupted' : 'running';
}

/** How long a step took, as stated or from beginning to end; undefined while it has no end. */
export function durationOfStep({ took, closed, opened, first }: StepState): number | undefined {
  return took?.durationUs ?? (closed && Math.max(0, closed.at - (opened ?? first).at));
}

/** One step of what two witnesses tell under an id each. What the first one calls it stays. */
export function mergeSteps(own: StepState, other: StepState): StepState {
  const earliest = <Told>(place: (told: Told) => Order, ...[a, b]: readonly (Told | undefined)[]): Told | undefined => (a && b ? (isBefore(place(b), place(a)) ? b : a) : (a ?? b));
  const first = isBefore(other.first, own.first) ? other : own;
  const named = other.rank < own.rank || (other.rank === own.rank && isBefore(other.told, own.told)) ? other : own;
  const chunks = [...own.chunks];
  for (const chunk of valuesOf(other.chunks)) addToRuns(chunks, chunk);
  const ofOrder = ({ order }: { readonly order: Order }): Order => order;
  return {
    id: own.id, call: true, first: first.first, chunk: first.chunk, chunks, title: named.title, kind: named.kind, rank: named.rank, told: named.told, test: own.test || other.test, error: own.error || other.error,
    named: earliest(ofOrder, own.named, other.named), opened: earliest((order: Order) => order, own.opened, other.opened), closed: earliest((order: Order) => order, own.closed, other.closed),
    took: earliest(ofOrder, own.took, other.took), bad: earliest(ofOrder, own.bad, other.bad),
    decided: own.decided && other.decided ? (isBefore(own.decided.order, other.decided.order) ? other.decided : own.decided) : (own.decided ?? other.decided),
  };
}
