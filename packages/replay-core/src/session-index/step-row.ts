import { eventRegistry, type EventKind } from '@playhead/protocol';
import type { Texts } from './bounded-text.ts';
import type { Order } from './order.ts';
import type { Rows } from './rows.ts';
import type { StepState } from './step-state.ts';

const KINDS: readonly EventKind[] = [...new Set([...eventRegistry.values()].map(({ kind }) => kind))].sort();
const BAD = ['failed', 'denied', 'interrupted'] as const;

/** What short forms of orders and names refer to. */
export interface RowContext {
  readonly texts: Texts;
  /** The time that others are given from. */
  readonly base: number;
}

/** An order in its short form. */
export function orderRow({ at, p, e, n }: Order, { texts, base }: RowContext): readonly number[] {
  return [at - base, texts.numberOf(p), e, n];
}

/** Writes a step down: a tenth of what it takes in memory. */
export function stepRow(step: StepState, context: RowContext): string {
  const { call, first, chunks, chunk, title, kind, rank, told, test, error, named, opened, closed, took, bad, decided } = step;
  /** Most of the time it is the first record, or the one that closed it. */
  const at = (of: Order | undefined): unknown => (of === undefined ? null : of === first ? 0 : of === closed ? 1 : orderRow(of, context));
  return JSON.stringify([
    call, orderRow(first, context), closed ? (closed === first ? 0 : orderRow(closed, context)) : null, chunks, chunk, title, KINDS.indexOf(kind), rank, at(told), test, error,
    named ? [at(named.order), context.texts.numberOf(named.turn)] : null, at(opened), took ? [at(took.order), took.durationUs] : null,
    bad ? [at(bad.order), bad.status] : null, decided ? [at(decided.order), decided.denied] : null,
  ]);
}

/** Reads a step as it was written down. */
export function readStepRow(id: string, row: string, rows: Rows): StepState {
  const [call, firstAt, closedAt, chunks, chunk, title, kind, rank, told, test, error, named, opened, took, bad, decided] = rows.list(JSON.parse(row));
  const first = rows.order(firstAt);
  const closed = closedAt === null ? undefined : closedAt === 0 ? first : rows.order(closedAt);
  const at = (value: unknown): Order => (value === 0 ? first : value === 1 && closed ? closed : rows.order(value));
  const pair = <Rest>(value: unknown, read: (rest: unknown) => Rest): { order: Order; rest: Rest } | undefined => {
    if (value === null) return undefined;
    const [order, rest] = rows.list(value, 2);
    return { order: at(order), rest: read(rest) };
  };
  const naming = pair(named, (turn) => rows.name(turn));
  const taking = pair(took, (durationUs) => rows.number(durationUs));
  const failing = pair(bad, (status) => rows.word(status, BAD));
  const deciding = pair(decided, (denied) => denied === true);
  return {
    id, call: call === true, first, chunks: rows.runs(chunks), chunk: rows.place(chunk),
    title: rows.text(title), kind: rows.item(kind, KINDS), rank: rows.count(rank), told: at(told), test: test === true, error: error === true,
    named: naming && { order: naming.order, turn: naming.rest },
    opened: opened === null ? undefined : at(opened),
    closed,
    took: taking && { order: taking.order, durationUs: taking.rest },
    bad: failing && { order: failing.order, status: failing.rest },
    decided: deciding && { order: deciding.order, denied: deciding.rest },
  };
}
