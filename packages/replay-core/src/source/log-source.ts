import {
  decodeLine, type BlobRef, type Damage, type ErrorCode, errorDescriptions, isJsonObject, isPlayheadError, type JsonValue, PlayheadError, type SessionRecord,
} from '@playhead/protocol';
import { blobText } from './blob-text.ts';
import { parseDamage, readJson, readLines } from './log-format.ts';
import { createSseParser } from './sse.ts';
import type { ReplaySource, SourceChunk } from './source.ts';

/** Options of {@link logSource}. */
export interface LogSourceOptions {
  /** The log of a session on a Playhead server: `…/api/v1/sessions/{id}/records`. */
  readonly url: string;
  /** Default the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Further request headers, such as `Authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds to wait before the given attempt, from 1, to reconnect. Default 0.25 s, doubling up to 10 s. */
  readonly retryDelayMs?: (attempt: number) => number;
}

/** How often a server that never answered is tried before the replay says so. */
const FIRST_ATTEMPTS = 3;

/**
 * Replays a session of a Playhead server and follows it while it is recorded. A broken connection is
 * taken up again where it broke, and is `lost` from the first attempt that fails until one succeeds; a server that answers
 * with plain lines instead of events is read once.
 *
 * @example
 * ```ts
 * const replay = createReplay(logSource({ url: `/api/v1/sessions/${sessionId}/records` }));
 * ```
 */
export function logSource(options: LogSourceOptions): ReplaySource {
  const request = options.fetch ?? ((...args: Parameters<typeof fetch>) => globalThis.fetch(...args));
  return {
    open: (signal) => follow(options, request, signal),
    async text(blob: BlobRef, signal?: AbortSignal) {
      if (!/^sha256-[0-9a-f]{64}$/.test(blob.$blob)) throw missing();
      const response = await request(blobUrl(options.url, blob.$blob), { headers: { ...options.headers }, ...(signal && { signal }) }).catch(unreachable);
      if (!response.ok) throw response.status === 404 ? missing() : await refusal(response);
      return blobText(blob, new Uint8Array(await response.arrayBuffer()));
    },
  };
}

async function* follow(options: LogSourceOptions, request: typeof fetch, signal: AbortSignal): AsyncGenerator<SourceChunk> {
  const delay = options.retryDelayMs ?? ((attempt: number) => Math.min(10_000, 250 * 2 ** Math.min(attempt - 1, 10)));
  const position: Position = { cursor: '', connected: false, lost: false, retryMs: undefined };
  for (let attempt = 0; !signal.aborted; ) {
    try {
      for await (const chunk of connection(options, request, signal, position)) {
        if (chunk === 'end') return;
        if (!chunk.connection) attempt = 0; // a server that answers and breaks off at once is not asked more and more often
        yield chunk;
      }
    } catch (error) {
      if (signal.aborted) return;
      const gone = isPlayheadError(error) && !error.retryable;
      if (gone || (!position.connected && attempt + 1 >= FIRST_ATTEMPTS)) throw error;
    }
    attempt += 1;
    if (attempt > 1 && position.connected && !position.lost) {
      position.lost = true;
      yield { records: [], upToDate: false, connection: 'lost' };
    }
    await wait(Math.max(delay(attempt), position.retryMs ?? 0), signal);
  }
}

interface Position { cursor: string; connected: boolean; lost: boolean; retryMs: number | undefined }

/** One connection, from the position on. Gives `end` when there is nothing to come back for. */
async function* connection(
  { url, headers }: LogSourceOptions, request: typeof fetch, signal: AbortSignal, position: Position,
): AsyncGenerator<SourceChunk | 'end'> {
  const resume = position.cursor === '' ? {} : { 'Last-Event-ID': position.cursor };
  const response = await request(url, { headers: { ...headers, Accept: 'text/event-stream', ...resume }, signal }).catch(unreachable);
  if (!response.ok || !response.body) throw await refusal(response);
  position.connected = true;
  if (position.lost) yield { records: [], upToDate: false, connection: 'open' };
  position.lost = false;
  const pieces = textOf(response.body);
  if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
    for await (const lines of readLines(pieces)) yield { ...decodeLines(lines), upToDate: false };
    yield { records: [], upToDate: true };
    yield 'end';
    return;
  }
  const parser = createSseParser();
  for await (const piece of pieces) {
    const records: SessionRecord[] = [];
    const damage: Damage[] = [];
    let upToDate = false;
    let ended = false;
    let failure: PlayheadError | undefined;
    for (const message of parser.push(piece)) {
      if (message.event === 'up-to-date') upToDate = true;
      else if (message.event === 'end') ended = true;
      else if (message.event === 'error') failure = toldError(readJson(message.data), 'internal', 'The server could not read the recording on. Open the session again.');
      else if (message.event === 'damage') damage.push(...parseDamage(message.data));
      else if (message.event === 'message' || message.event === 'record') {
        const decoded = decodeLines([message.data], message.id);
        records.push(...decoded.records);
        damage.push(...decoded.damage);
      }
      if (message.id !== '') position.cursor = message.id;
    }
    position.retryMs = parser.retryMs;
    if (records.length > 0 || damage.length > 0 || upToDate || ended) yield { records, damage, upToDate: upToDate || ended };
    if (failure) throw failure;
    if (ended) yield 'end';
  }
}

function decodeLines(lines: readonly string[], cursor = ''): { records: SessionRecord[]; damage: Damage[] } {
  const decoded = lines.filter((line) => line !== '').map(decodeLine);
  return {
    records: decoded.flatMap(({ records }) => records.map(({ record }) => record)),
    damage: decoded.flatMap(({ damage }) => damage.map(({ kind, start, end }) => ({
      kind, cursor, bytes: end - start, message: 'A line of the recording could not be read. The records around it are complete.',
    }))),
  };
}

async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function blobUrl(url: string, blob: string): string {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  return `${path.slice(0, path.lastIndexOf('/'))}/blobs/${blob}${query < 0 ? '' : url.slice(query)}`;
}

function unreachable(cause: unknown): never {
  throw new PlayheadError('server_unavailable', 'The Playhead server does not answer, so the replay cannot go on. Start the server, or check the address.', { cause });
}

function missing(): PlayheadError {
  return new PlayheadError('blob_not_found', 'The server does not hold this value, so only its beginning can be shown. Check that the recording was copied with its blobs.');
}

/** What a server says when it refuses, as an error. */
async function refusal(response: Response): Promise<PlayheadError> {
  const body = readJson(await response.text().catch(() => ''));
  const { status } = response;
  const code = status === 404 ? 'session_not_found' : status < 500 ? 'not_found' : 'server_unavailable';
  return toldError(body, code, `The server answered ${status}, so the replay cannot be read. Check the address.`);
}

/** The error that `{ code, message }` tells, as far as it does. */
function toldError(body: JsonValue | undefined, code: ErrorCode, message: string): PlayheadError {
  const told = isJsonObject(body) ? body : {};
  const known = typeof told['code'] === 'string' && Object.hasOwn(errorDescriptions, told['code']);
  return new PlayheadError(known ? (told['code'] as ErrorCode) : code, typeof told['message'] === 'string' ? told['message'] : message); // checked on the line above
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
