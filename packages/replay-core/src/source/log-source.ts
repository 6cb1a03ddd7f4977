import { type BlobRef, type Cursor, isPlayheadError } from '@playhead/protocol';
import { blobBytes, blobText } from './blob-text.ts';
import { createBriefing, WHOLE } from '../brief/briefing.ts';
import { createRecordCache } from '../brief/record-cache.ts';
import { createSharedTexts } from '../brief/shared-texts.ts';
import { foundIn } from './found-in-lines.ts';
import { decodeLines, logConnection, type LogPosition, withQuery } from './log-connection.ts';
import { readLines } from './log-format.ts';
import { missingBlob, refusal, unreachable } from './log-failures.ts';
import type { ReplaySource, SourceChunk } from './source.ts';
import { SilentAnswer, timedText } from './timed-text.ts';
import { usualDelayMs, wait } from './wait.ts';

/** Options of {@link logSource}. */
export interface LogSourceOptions {
  /** The log of a session on a Playhead server: `…/api/v1/sessions/{id}/records`. */
  readonly url: string;
  /** Default the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Further request headers, such as `Authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether to go on with what is recorded from now on. Default true. */
  readonly live?: boolean;
  /** Where to begin: a cursor of the log. Default the beginning. */
  readonly from?: Cursor;
  /** Where to end: a cursor of the log. What lies before it is read once, and nothing is followed. Default: nowhere. */
  readonly to?: Cursor;
  /**
   * Whether the long texts of a log of more than 16 MiB stay on the server until they are looked at. Default true; with false all of it is
   * loaded, as a copy of the log needs.
   */
  readonly brief?: boolean;
  /**
   * Whether to ask again and again in place of one long answer, because something on the way holds long answers back. Default: once
   * an answer has not begun within `firstWordMs`.
   */
  readonly longPoll?: boolean;
  /** How long the first word of a live answer may take, in milliseconds; a server says it at once. Default 10,000. */
  readonly firstWordMs?: number;
  /** How long a live answer may be silent before its connection counts as broken, in milliseconds; a server says something every 15 s. Default 60,000. */
  readonly silenceMs?: number;
  /** Milliseconds to wait before the given attempt, from 1, to reconnect. Default 0.25 s, doubling up to 10 s. */
  readonly retryDelayMs?: (attempt: number) => number;
}

/** How often a server that never answered is tried before the replay says so. */
const FIRST_ATTEMPTS = 3;
/** An answer that says nothing new and came faster was not waited for, in milliseconds. */
const UNHELD_MS = 1000;

/**
 * Replays a session of a Playhead server and follows it while it is recorded. A broken connection, or one that fell silent, is
 * taken up again where it broke, and is `lost` from the first attempt that fails until one succeeds; where long answers do not come
 * through, it asks again and again. A server that answers with plain lines instead of events is read once: a `.jsonl` file of any web server;
 * of one of more than 16 MiB the long texts stay there until they are looked at, where the server answers to `Range`.
 *
 * @example
 * ```ts
 * const replay = createReplay(logSource({ url: `/api/v1/sessions/${sessionId}/records` }));
 * ```
 */
export function logSource(options: LogSourceOptions): ReplaySource {
  const request = options.fetch ?? ((...args: Parameters<typeof fetch>) => globalThis.fetch(...args));
  let position: LogPosition | undefined;
  /** Whether the server knows nothing of terminals: it is not asked again. */
  let plain = false;
  const left = createRecordCache(async function* read({ from, to }, signal) {
    const response = await request(withQuery(options.url, { from, to }), { headers: { ...options.headers, Accept: 'application/x-ndjson' }, ...(signal && { signal }) }).catch(unreachable);
    if (!response.ok) throw await refusal(response);
    yield decodeLines((await response.text()).split('\n')).records;
  });
  /** The text of a reference into the log; undefined of a value beside it. */
  const inLog = (blob: BlobRef, signal?: AbortSignal): Promise<string> | undefined => (position?.ranged && !blob.$blob.startsWith('sha256-') ? position.ranged.text?.(blob, signal) : left.text(blob, signal));
  return {
    open: (signal) => {
      position = { cursor: options.from ?? '', briefing: options.brief === false ? WHOLE : createBriefing({ from: options.from }), inBrief: false, ranged: undefined, texts: createSharedTexts(), connected: false, lost: false, retryMs: undefined, longPoll: options.longPoll ?? false };
      return follow(options, request, signal, position);
    },
    async *read(range) {
      if (position?.ranged?.read) return yield* position.ranged.read(range);
      const { readLogPart } = await import('./log-part.ts'); // only terminals need it
      yield* readLogPart(options, request, range);
    },
    async pieces(range) {
      if (position?.ranged || plain) return undefined;
      const { readPieces } = await import('./log-part.ts');
      const pieces = await readPieces(options, request, range);
      plain = !pieces;
      return pieces;
    },
    async derived(name, version, signal) {
      const { readDerived } = await import('./log-part.ts');
      return readDerived(options, request, { name, version, ...(signal && { signal }) });
    },
    inBrief: () => position?.inBrief === true || position?.ranged?.inBrief?.() === true || position?.briefing.brief === true,
    async *search(query, signal, from = options.from) {
      const ranged = position?.ranged;
      if (ranged) {
        yield* ranged.search?.(query, signal) ?? [];
        return;
      }
      const address = withQuery(options.url, { search: query, brief: 'true', progress: 'true', ...(from !== undefined && { from }), ...(options.to !== undefined && { to: options.to }) });
      const response = await request(address, { headers: { ...options.headers, Accept: 'application/x-ndjson' }, signal }).catch(unreachable);
      if (!response.ok || !response.body) throw await refusal(response);
      const pieces = readLines(timedText(response.body, { firstMs: Infinity, nextMs: Infinity }));
      for await (const lines of pieces) yield foundIn(lines);
    },
    text: async (blob, signal) => inLog(blob, signal) ?? blobText(blob, new Uint8Array(await (await blobResponse(options, request, blob, signal)).arrayBuffer())),
    async bytes(blob, { start, end }, signal) {
      if (end <= start) return new Uint8Array();
      const known = inLog(blob, signal);
      if (known) return blobBytes(blob, await known).subarray(start, end);
      const response = await blobResponse(options, request, blob, signal, `bytes=${start}-${end - 1}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      return response.status === 206 ? bytes : bytes.subarray(start, end); // a server may know no ranges
    },
  };
}

async function blobResponse({ url, headers }: LogSourceOptions, request: typeof fetch, blob: BlobRef, signal?: AbortSignal, range?: string): Promise<Response> {
  if (!/^sha256-[0-9a-f]{64}$/.test(blob.$blob)) throw missingBlob();
  const response = await request(blobUrl(url, blob.$blob), { headers: { ...headers, ...(range && { range }) }, ...(signal && { signal }) }).catch(unreachable);
  if (!response.ok) throw response.status === 404 ? missingBlob() : await refusal(response);
  return response;
}

async function* follow(options: LogSourceOptions, request: typeof fetch, signal: AbortSignal, position: LogPosition): AsyncGenerator<SourceChunk> {
  const delay = options.retryDelayMs ?? usualDelayMs;
  for (let attempt = 0; !signal.aborted; ) {
    let failed = false;
    const { cursor } = position;
    const askedAt = Date.now();
    try {
      for await (const chunk of logConnection(options, request, signal, position)) {
        if (chunk === 'end') return;
        if (!chunk.connection) attempt = 0; // a server that answers and breaks off at once is not asked more and more often
        yield chunk;
      }
    } catch (error) {
      if (signal.aborted) return;
      failed = true;
      if (error instanceof SilentAnswer && !error.spoke && options.longPoll === undefined) position.longPoll = true;
      const gone = isPlayheadError(error) && !error.retryable;
      if (gone || (!position.connected && attempt + 1 >= FIRST_ATTEMPTS)) throw error instanceof SilentAnswer ? unreachable(error) : error;
    }
    if (position.longPoll && !failed && attempt === 0) {
      // The answer to one question, and the next one follows at once; unless there was none, and nobody held the question either.
      if (position.cursor === cursor && Date.now() - askedAt < UNHELD_MS) await wait(delay(1), signal);
      continue;
    }
    attempt += 1;
    if (attempt > 1 && position.connected && !position.lost) {
      position.lost = true;
      yield { records: [], upToDate: false, connection: 'lost' };
    }
    await wait(Math.max(delay(attempt), position.retryMs ?? 0), signal);
  }
}

function blobUrl(url: string, blob: string): string {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  return `${path.slice(0, path.lastIndexOf('/'))}/blobs/${blob}${query < 0 ? '' : url.slice(query)}`;
}
