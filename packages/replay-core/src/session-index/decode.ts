import { decodeRecord, isJsonObject, type JsonValue, type SessionRecord } from '@playhead/protocol';
import type { ToldCall } from '../witnesses/call-facts.ts';
import { FORMAT } from './encode.ts';
import { IndexState } from './state.ts';
import { Rows } from './rows.ts';
import { SEVERITIES } from './chunk-list.ts';
import { SESSION_INDEX_VERSION } from './types.ts';

/** More than this no index says, once it is decompressed. */
const MOST_BYTES = 512 * 1024 * 1024;
/** No row is longer, in characters. */
const LONGEST_ROW = 64 * 1024 * 1024;

const ORIGINS = ['human', 'machine', 'command'] as const;
const SIDES = ['agent', 'boundary'] as const;
const OUTCOMES = ['success', 'failed', 'interrupted'] as const;

/** Reads what {@link encodeState} wrote. @returns undefined for everything else, such as another version, another session's or garbage. */
export async function decodeState(bytes: Uint8Array, sessionId: string): Promise<IndexState | undefined> {
  try {
    return await decode(bytes, sessionId);
  } catch {
    return undefined; // whatever is wrong with it, the log has it right
  }
}

async function decode(bytes: Uint8Array, sessionId: string): Promise<IndexState | undefined> {
  const state = new IndexState(sessionId);
  const rows = new Rows(state);
  let counts: readonly number[] | undefined;
  for await (const line of linesOf(bytes)) {
    const row: unknown = JSON.parse(line);
    if (!Array.isArray(row)) return undefined;
    const [kind, ...fields] = row as unknown[]; // an array by the line above
    if (!counts) {
      counts = kind === 'index' ? restoreHead(state, rows, fields) : undefined;
      if (!counts) return undefined;
    } else restoreRow(state, rows, String(kind), fields);
  }
  const { chunks: { all }, prompts, marks, named, steps, told, coverage } = state;
  const present = [all.length, prompts.length, marks.length, named.size, steps.size, told.size, coverage.connections.size, coverage.gaps.size];
  return counts && present.every((count, index) => count === counts[index]) ? state : undefined;
}

function restoreHead(state: IndexState, rows: Rows, fields: readonly unknown[]): readonly number[] | undefined {
  const [format, version, sessionId, cursor, base, handedOver, redactions, terminals, ...counts] = fields;
  if (format !== FORMAT || version !== SESSION_INDEX_VERSION || sessionId !== state.sessionId || counts.length !== 8) return undefined;
  state.cursor = rows.text(cursor);
  state.base = rows.integer(base);
  state.handedOver = handedOver === true;
  state.counted = {
    // parsed from JSON
    ...(isJsonObject(redactions as JsonValue) && { redactions: Object.fromEntries(Object.entries(redactions as object).map(([kind, count]) => [kind, rows.count(count)])) }),
    ...(terminals !== 0 && { terminals: rows.count(terminals) }),
  };
  return counts.map((count) => rows.count(count));
}

function restoreRow(state: IndexState, rows: Rows, kind: string, fields: readonly unknown[]): void {
  if (kind === 'name') state.texts.kept(rows.text(fields[0]));
  else if (kind === 'fact') state.facts.push(factOf(rows.text(fields[0])));
  else if (kind === 'chunk') restoreChunk(state, rows, fields);
  else if (kind === 'prompt') {
    const [order, turn, chunk, title, origin, key] = fields;
    state.restorePrompt({
      order: rows.order(order), turn: rows.name(turn), chunk: rows.place(chunk), title: rows.text(title), origin: rows.word(origin, ORIGINS), ...(key !== null && { key: rows.text(key) }),
    });
  } else if (kind === 'mark') {
    const [order, turn, step, end, outcome] = fields;
    state.marks.push({
      order: rows.order(order), end: end === true,
      ...(turn !== null && { turn: rows.name(turn) }), ...(step !== null && { step: rows.text(step) }), ...(outcome !== null && { outcome: rows.word(outcome, OUTCOMES) }),
    });
  } else if (kind === 'turn') {
    const [name, first, chunk, chunks] = fields;
    const id = rows.name(name);
    state.named.set(id, { id, first: rows.order(first), chunk: rows.place(chunk), chunks: rows.runs(chunks) });
  } else if (kind === 'step') {
    state.steps.restore(rows.text(fields[0]), rows.text(fields[1]));
  } else restoreWitness(state, rows, kind, fields);
}

function restoreWitness({ told, coverage }: IndexState, rows: Rows, kind: string, fields: readonly unknown[]): void {
  const time = (value: unknown): number => (value === null ? Infinity : rows.integer(value));
  if (kind === 'told') {
    const [id, agent, boundary] = fields;
    const toldIn = (row: unknown): ToldCall => {
      const [start, server, tool, key] = rows.list(row, 4);
      return { start: rows.order(start), server: rows.name(server), tool: rows.name(tool), key: rows.text(key) };
    };
    told.set(rows.text(id), { ...(agent !== null && { agent: toldIn(agent) }), ...(boundary !== null && { boundary: toldIn(boundary) }) });
  } else if (kind === 'agent') coverage.agent = { from: time(fields[0]), to: time(fields[1]), tells: fields[2] === true };
  else if (kind === 'connection') coverage.connections.set(rows.text(fields[0]), { server: rows.text(fields[1]), from: time(fields[2]), to: time(fields[3]) });
  else if (kind === 'gap') {
    const [id, side, at, server] = fields;
    coverage.gaps.set(rows.text(id), { side: rows.word(side, SIDES), at: rows.integer(at), ...(server !== null && { server: rows.text(server) }) });
  } else throw new TypeError('no row of an index');
}

function restoreChunk(state: IndexState, rows: Rows, fields: readonly unknown[]): void {
  const [to, records, bytes, startedAt, lasted, severity, check, counts, runs] = fields;
  const types = Object.create(null) as Record<string, number>; // a type may be called __proto__
  for (const [name, count] of rows.pairs(counts)) types[rows.name(name)] = rows.count(count);
  const numbers = rows.fours(runs).map(([p, e, first, more]) => ({ p: rows.name(p), e: rows.count(e), first: rows.count(first), last: rows.count(first) + rows.count(more) }));
  const own = numbers.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const start = state.base + rows.integer(startedAt);
  const chunk = {
    from: state.chunks.all.at(-1)?.to ?? '', to: rows.text(to), records: rows.count(records), bytes: rows.count(bytes),
    startedAt: start, endedAt: start + rows.count(lasted), types, severity: SEVERITIES[rows.count(severity)] ?? 'info', numbers, check: rows.count(check),
  };
  if (own !== chunk.records || own > 256 || !state.chunks.restore(chunk)) throw new TypeError('no chunk of this log');
}

function factOf(line: string): SessionRecord {
  const record = decodeRecord(line);
  if (!record) throw new TypeError('no record');
  return record;
}

async function* linesOf(bytes: Uint8Array): AsyncGenerator<string, void, undefined> {
  const zip = new DecompressionStream('gzip');
  const writer = zip.writable.getWriter();
  const written = writer.write(new Uint8Array(bytes)).then(() => writer.close());
  written.catch(() => undefined); // reading fails of the same
  const reader = zip.readable.getReader();
  const decoder = new TextDecoder();
  let rest: string[] = []; // joined once: a row in thousands of pieces would be copied with each of them
  let length = 0;
  let size = 0;
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      const piece: Uint8Array = step.value;
      size += piece.byteLength;
      if (size > MOST_BYTES) throw new RangeError('too large for an index');
      const [begun = '', ...others] = decoder.decode(piece, { stream: true }).split('\n');
      rest.push(begun);
      length += begun.length;
      if (length > LONGEST_ROW) throw new RangeError('too long for a row');
      const last = others.pop();
      if (last === undefined) continue;
      yield rest.join('');
      yield* others;
      rest = [last];
      ({ length } = last);
    }
    if (length > 0) throw new TypeError('the last row has no end');
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
