import { LOG_END } from '@playhead/protocol';
import { decodeLines, withQuery } from './log-connection.ts';
import { readJson, readLines } from './log-format.ts';
import { refusal, toldError, unreachable } from './log-failures.ts';
import type { LogSourceOptions } from './log-source.ts';
import type { PlacedRecords, SourceRange } from './source.ts';
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
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  const address = withQuery(`${path.slice(0, path.lastIndexOf('/'))}/derived/${name}${query < 0 ? '' : url.slice(query)}`, { version: String(version) });
  try {
    const response = await request(address, { headers: { ...headers }, ...(signal && { signal }) });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
  } catch {
    return undefined; // it is made of the log
  }
}
