import { LOG_END } from '@playhead/protocol';
import { decodeLines, withQuery } from './log-connection.ts';
import { readJson, readLines } from './log-format.ts';
import { refusal, toldError, unreachable } from './log-failures.ts';
import type { LogSourceOptions } from './log-source.ts';
import { afterText, fromTerminalDocument } from '../terminal/terminal-document.ts';
import type { RecordNumber, TerminalPiece } from '../terminal/types.ts';
import type { PlacedRecords, SourceRange, TerminalRange } from './source.ts';
import { createSseParser } from './sse.ts';
import { timedText } from './timed-text.ts';

/** Reads a part of a log on a server, once, as it is. Of a plain file of a web server, which knows no places, cursors are the numbers of lines. */
export async function* readLogPart({ url, headers, from: begin, to: end, silenceMs = 60_000 }: LogSourceOptions, request: typeof fetch, { from = begin ?? '', to = end ?? LOG_END, signal }: SourceRange): AsyncGenerator<PlacedRecords> {
  const address = withQuery(url, { ...(from !== '' && { from }), to, follow: 'false' });
  const response = await request(address, { headers: { ...headers, Accept: 'text/event-stream' }, ...(signal && { signal }) }).catch(unreachable);
  if (!response.ok || !response.body) throw await refusal(response);
  const pieces = timedText(response.body, { firstMs: silenceMs, nextMs: silenceMs });
  if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
    yield* numberedLines(pieces, Number(from), to === LOG_END ? Infinity : Number(to));
    return;
  }
  const parser = createSseParser();
  let next = from;
  for await (const piece of pieces) {
    const records: PlacedRecords['records'][number][] = [];
    for (const { event, data, id } of parser.push(piece)) {
      if (event === 'error') throw toldError(readJson(data), 'internal', 'The server could not read the recording on. Open the session again.');
      if (id !== '') next = id;
      if (event === 'message') for (const record of decodeLines([data]).records) records.push({ record, cursor: id });
    }
    yield { records, next };
  }
}

async function* numberedLines(pieces: AsyncIterable<string>, from: number, to: number): AsyncGenerator<PlacedRecords> {
  let number = 0;
  for await (const lines of readLines(pieces)) {
    const records: PlacedRecords['records'][number][] = [];
    for (const line of lines) {
      number += 1;
      if (number > from && number <= to) for (const record of decodeLines([line]).records) records.push({ record, cursor: String(number) });
    }
    yield { records, next: String(Math.min(number, to)) };
  }
}

/** Reads what was derived from a log and is kept with it; undefined where there is none, or it cannot be read. */
export async function readDerived({ url, headers }: LogSourceOptions, request: typeof fetch, { name, version, signal }: { readonly name: string; readonly version: number; readonly signal?: AbortSignal }): Promise<Uint8Array | undefined> {
  try {
    const response = await request(besideLog(url, `derived/${name}`, { version: String(version) }), { headers: { ...headers }, ...(signal && { signal }) });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
  } catch {
    return undefined; // it is made of the log
  }
}

/** What a server answers that may know it all the same. */
const FOR_NOW: readonly number[] = [401, 403, 429];

/**
 * Reads what a terminal did in a part of a log, without the rest of its records.
 *
 * @returns undefined where the server knows no such thing, as one of plain files.
 */
export async function readPieces({ url, headers, from: first, to: end }: LogSourceOptions, request: typeof fetch, { call, from: begin = first, to = end, after: known, signal }: TerminalRange): Promise<readonly TerminalPiece[] | undefined> {
  const pieces: TerminalPiece[] = [];
  for (let [from, after]: [string | undefined, RecordNumber | undefined] = [begin ?? '', known]; from !== undefined; ) {
    const address: string = besideLog(url, 'terminal', { call, ...(from !== '' && { from }), ...(to !== undefined && { to }), ...(after && { after: afterText(after) }) });
    const response = await request(address, { headers: { ...headers, Accept: 'application/json' }, ...(signal && { signal }) }).catch(unreachable);
    if (response.status >= 500 || FOR_NOW.includes(response.status)) throw await refusal(response);
    const part = response.ok ? fromTerminalDocument(readJson(await response.text())) : undefined;
    if (!part) return undefined;
    for (const piece of part.pieces) pieces.push(piece);
    [from, after] = [part.next?.from === from ? undefined : part.next?.from, part.next?.after]; // a server that does not go on is not asked forever
  }
  return pieces;
}

/** The address of something of the session whose log is at an address. */
function besideLog(url: string, name: string, parameters: Readonly<Record<string, string>>): string {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  return withQuery(`${path.slice(0, path.lastIndexOf('/'))}/${name}${query < 0 ? '' : url.slice(query)}`, parameters);
}
