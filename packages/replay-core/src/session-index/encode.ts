import { encodeRecord } from '@playhead/protocol';
import type { ToldCall } from '../witnesses/call-facts.ts';
import type { Order } from './order.ts';
import type { IndexState } from './state.ts';
import { orderRow } from './step-row.ts';
import { SEVERITIES } from './chunk-list.ts';
import { SESSION_INDEX_VERSION } from './types.ts';

/** What every written index begins with. */
export const FORMAT = 'playhead-session-index-4'; // 2: knows of iterations, 3: of terminals, 4: of witnesses

/** How many rows are written at once: what waits to be compressed is in memory. */
const ROWS = 2000;

/** A row of a written index: its kind, then its fields. Optional fields are null. */
export type Row = readonly [kind: string, ...fields: readonly unknown[]];

/**
 * Writes an index down: gzip of one JSON array per line. Texts that come often stand once, in rows of
 * their own, and are named by their number; times are given from the first record's on.
 */
export async function encodeState(state: IndexState): Promise<Uint8Array> {
  const zip = new CompressionStream('gzip');
  const writer = zip.writable.getWriter();
  const bytes = new Response(zip.readable).arrayBuffer();
  const encoder = new TextEncoder();
  try {
    for (const lines of batches(rowsOf(state))) await writer.write(encoder.encode(lines));
    await writer.close();
  } catch (error) {
    await bytes.catch(() => undefined); // it fails of the same
    throw error;
  }
  return new Uint8Array(await bytes);
}

function* batches(rows: Iterable<Row>): Generator<string, void, undefined> {
  let lines: string[] = [];
  for (const row of rows) {
    lines.push(`${JSON.stringify(row)}\n`);
    if (lines.length < ROWS) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

function* rowsOf(state: IndexState): Generator<Row, void, undefined> {
  const { sessionId, cursor, base, texts, chunks: { all: chunks }, facts, counted: { redactions, terminals }, handedOver, prompts, marks, named, steps, told, coverage } = state;
  const name = (text: string): number => texts.numberOf(text);
  const order = (of: Order): readonly number[] => orderRow(of, state);
  yield ['index', FORMAT, SESSION_INDEX_VERSION, sessionId, cursor, base, handedOver, redactions ?? null, terminals ?? 0, chunks.length, prompts.length, marks.length, named.size, steps.size, told.size, coverage.connections.size, coverage.gaps.size];
  for (const text of texts.all) yield ['name', text];
  for (const fact of facts) yield ['fact', encodeRecord(fact)];
  for (const { to, records, bytes, startedAt, endedAt, types, severity, numbers, check } of chunks) {
    const counts = Object.entries(types).flatMap(([type, count]) => [name(type), count]);
    const runs = numbers.flatMap(({ p, e, first, last }) => [name(p), e, first, last - first]);
    yield ['chunk', to, records, bytes, startedAt - base, endedAt - startedAt, SEVERITIES.indexOf(severity), check, counts, runs];
  }
  for (const { order: at, turn, chunk, title, origin, key } of prompts) yield ['prompt', order(at), name(turn), chunk, title, origin, key ?? null];
  for (const { order: at, turn, step, end, outcome } of marks) yield ['mark', order(at), turn === undefined ? null : name(turn), step ?? null, end, outcome ?? null];
  for (const { id, first, chunk, chunks: places } of named.values()) yield ['turn', name(id), order(first), chunk, places];
  for (const [id, row] of steps.rows()) yield ['step', id, row];
  const toldRow = (call: ToldCall | undefined): unknown => call && [order(call.start), name(call.server), name(call.tool), call.key];
  for (const [id, { agent, boundary }] of told) yield ['told', id, toldRow(agent) ?? null, toldRow(boundary) ?? null];
  yield ['agent', finite(coverage.agent.from), finite(coverage.agent.to), coverage.agent.tells];
  for (const [key, { server, from, to }] of coverage.connections) yield ['connection', key, server, finite(from), finite(to)];
  for (const [id, { side, at, server }] of coverage.gaps) yield ['gap', id, side, at, server ?? null];
}

/** JSON has no word for what has no end. */
function finite(at: number): number | null {
  return Number.isFinite(at) ? at : null;
}
