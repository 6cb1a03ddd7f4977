import { isJsonObject, type JsonValue } from '@playhead/protocol';
import { numberIn, stringIn } from '../model/read-data.ts';
import { base64Of, bytesOf } from '../source/base64.ts';
import type { ReplaySource, TerminalRange } from '../source/source.ts';
import { inOrder, partsOf } from './recorded-output.ts';
import { terminalSize } from './terminal-piece.ts';
import type { RecordNumber, TerminalPiece } from './types.ts';

/** So much is one answer, in characters of output; what is longer is asked for in several. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

/**
 * What a terminal did in a part of a log, as a server sends it. A million records of a terminal are four times as long as what they tell,
 * and whoever goes to a moment waits for them.
 */
export interface TerminalDocument {
  readonly schemaVersion: 1;
  /** Each with the microseconds since the one before, of the first since the Unix epoch: a text for output, an object for the rest. */
  readonly pieces: readonly (readonly [number, JsonValue])[];
  /** Where the rest is asked for: the `from` and the `after` of another question. */
  readonly next?: { readonly from: string; readonly after?: string };
}

/**
 * Reads what a server sends of a terminal.
 *
 * @throws PlayheadError whatever the source reports.
 *
 * @example
 * ```ts
 * const document = await readTerminalDocument(storageSource(storage, sessionId, { live: false }), { call: terminalId });
 * ```
 */
export async function readTerminalDocument(source: Pick<ReplaySource, 'read' | 'text'>, range: TerminalRange): Promise<TerminalDocument> {
  const { read } = source;
  const found: TerminalPiece[] = [];
  let next: TerminalDocument['next'];
  let characters = 0;
  if (read) {
    for await (const part of partsOf(range, { read: read.bind(source), text: async (blob) => (await source.text?.(blob, range.signal)) ?? '' })) {
      found.push(...part.pieces);
      next = { from: part.next, ...(part.last && { after: afterText(part.last) }) };
      for (const piece of part.pieces) if ('data' in piece) characters += piece.data.length;
      if (characters >= MOST_CHARACTERS && part.next !== range.to) break;
      next = undefined;
    }
  }
  let before = 0;
  const pieces = inOrder(found, 0).map((piece): TerminalDocument['pieces'][number] => {
    const since = piece.at - before;
    before = piece.at;
    return [since, valueOf(piece)];
  });
  return { schemaVersion: 1, pieces, ...(next && { next }) };
}

/** What a server sent, as pieces and where it goes on; undefined for something else. What is no piece is left out. */
export function fromTerminalDocument(document: JsonValue | undefined): { readonly pieces: TerminalPiece[]; readonly next?: Pick<TerminalRange, 'from' | 'after'> } | undefined {
  const { schemaVersion, pieces: rows, next } = isJsonObject(document) ? document : {};
  if (schemaVersion !== 1 || !Array.isArray(rows)) return undefined;
  const pieces: TerminalPiece[] = [];
  let at = 0;
  for (const row of rows as readonly JsonValue[]) { // an array of JSON by the line above
    const [since, value] = Array.isArray(row) ? (row as readonly JsonValue[]) : [];
    if (typeof since !== 'number' || value === undefined) continue;
    at += Math.max(0, since);
    const piece = pieceOf(at, value);
    if (piece) pieces.push(piece);
  }
  const from = isJsonObject(next) ? stringIn(next, 'from') : undefined;
  const after = isJsonObject(next) ? afterOf(stringIn(next, 'after') ?? '') : undefined;
  return { pieces, ...(from !== undefined && { next: { from, ...(after && { after }) } }) };
}

/** A number of a record, as it stands in an address. */
export function afterText({ p, e, n }: RecordNumber): string {
  return `${String(e)}.${String(n)}.${p}`;
}

/** Reads what {@link afterText} wrote; undefined for anything else. */
export function afterOf(text: string): RecordNumber | undefined {
  const [, e, n, p] = /^(\d{1,15})\.(\d{1,15})\.(.+)$/s.exec(text) ?? [];
  return p === undefined ? undefined : { p, e: Number(e), n: Number(n) };
}

function valueOf(piece: TerminalPiece): JsonValue {
  if (piece.kind === 'resize') return { resize: [piece.columns, piece.rows] };
  if (piece.kind === 'exit') return { ...(piece.exitCode !== undefined && { exitCode: piece.exitCode }), ...(piece.signal !== undefined && { signal: piece.signal }) };
  const { data } = piece;
  if (piece.kind === 'output') return typeof data === 'string' ? data : { bytes: base64Of(data) };
  return { ...(typeof data === 'string' ? { input: data } : { input: base64Of(data), base64: true }), ...(piece.redacted && { redacted: true }) };
}

function pieceOf(at: number, value: JsonValue): TerminalPiece | undefined {
  if (typeof value === 'string') return { kind: 'output', at, data: value };
  if (!isJsonObject(value)) return undefined;
  const { bytes, input, base64, redacted, resize } = value;
  if (typeof bytes === 'string') return { kind: 'output', at, data: bytesOf(bytes) ?? '' };
  if (typeof input === 'string') return { kind: 'input', at, data: base64 === true ? (bytesOf(input) ?? '') : input, redacted: redacted === true };
  if (Array.isArray(resize)) {
    const size = terminalSize(resize[0], resize[1]);
    return size && { kind: 'resize', at, ...size };
  }
  const [exitCode, signal] = [numberIn(value, 'exitCode'), stringIn(value, 'signal')];
  return { kind: 'exit', at, ...(exitCode !== undefined && { exitCode }), ...(signal !== undefined && { signal }) };
}
