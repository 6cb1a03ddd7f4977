import { PlayheadError } from '@playhead/protocol';
import { aborted } from '../common/failures.ts';
import { later } from '../common/timer.ts';
import { readAnswer, readBeginningOfText } from './bounded-body.ts';
import { refusal, unreachable } from './failures.ts';
import { createTokenGate } from './gate.ts';
import { packed, type SentBody } from './gzip.ts';
import type { HttpStorageOptions } from './options.ts';
import { isLater, pause, waitBefore } from './retry.ts';

/** A request to the server. All of them can be repeated: each says by its ids what it is. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1/sessions`, such as `/<id>/records`. */
  readonly path: string;
  readonly query?: URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string };
  readonly signal?: AbortSignal;
  /** How long it may take, in milliseconds. Default as the storage was told. */
  readonly timeoutMs?: number;
  /** How often it is sent again. Default as the storage was told. */
  readonly retries?: number;
}

/** An answer that was read to its end. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Speaks with one server. */
export interface HttpClient {
  /** The server without credentials, for messages. */
  readonly origin: string;
  /** The token of now, which no message may hold. */
  readonly token: string | undefined;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly retryMs: number;
  /** @throws PlayheadError whatever the server says, `storage_unavailable` where it says nothing, `aborted`. */
  call(request: HttpRequest): Promise<HttpAnswer>;
  /** The same for an answer that is read while it comes; only its beginning is bounded in time. */
  open(request: HttpRequest): Promise<Response>;
  /** Hands a request to the browser that outlives its page. Nobody hears what becomes of it. */
  beacon(request: HttpRequest): void;
}

/** An answer took too long. */
export class TimeUp extends Error {}

/** The token is for this server alone, and nothing else goes with a request. */
const ALONE = {
  redirect: 'error',
  credentials: 'omit',
  cache: 'no-store',
} as const;

/** How slow a way may be, in bytes a millisecond: large bodies are given that much more time. */
const SLOWEST = 64;

/** What is read of a refusal: enough for a code and a message, and little of a page. In bytes. */
const MOST_REFUSAL_BYTES = 64 * 1024;

/** @throws PlayheadError `usage` when address or token cannot be ones. */
export function createHttpClient(options: HttpStorageOptions): HttpClient {
  const { fetch: send = globalThis.fetch, timeoutMs = 30_000, retries = 4, retryMs = 500 } = options;
  const base = baseOf(options.url);
  const { compress = !isThisMachine(base) } = options;
  const gate = createTokenGate(options);

  async function once<Result>(request: HttpRequest, body: SentBody | undefined, token: string | undefined, take: (response: Response) => Promise<Result>): Promise<{ readonly taken: Result } | { readonly refused: Response; readonly body: string }> {
    const limit = new AbortController();
    // It does not keep a process alive: whoever waits for an answer has a socket that does, unless nobody is to wait for it.
    const cancel = later((request.timeoutMs ?? timeoutMs) + (body?.bytes.byteLength ?? 0) / SLOWEST, () => limit.abort(new TimeUp('the time is up')));
    const query = request.query?.size ? `?${request.query.toString()}` : '';
    try {
      const response = await send(`${base}/api/v1/sessions${request.path}${query}`, {
        method: request.method,
        headers: {
          ...request.headers,
          ...(body && request.body && { 'content-type': request.body.type }),
          ...(body?.encoding && { 'content-encoding': body.encoding }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        ...(body && { body: body.bytes }),
        signal: request.signal ? AbortSignal.any([request.signal, limit.signal]) : limit.signal,
        ...ALONE,
      });
      // What a refusal says is within its time too: something between may hold it up for good.
      return response.ok ? { taken: await take(response) } : { refused: response, body: await readBeginningOfText(response, MOST_REFUSAL_BYTES) };
    } finally {
      cancel();
    }
  }

  async function attempt<Result>(request: HttpRequest, take: (response: Response) => Promise<Result>): Promise<Result> {
    const { method, path, signal, retries: most = retries } = request;
    const what = `${method} ${path.slice(0, 200) || '/'}`;
    const body = request.body && (await packed(request.body.bytes, compress));
    let renewed = false;
    for (let round = 0; ; round += 1) {
      if (signal?.aborted) throw aborted();
      const token = await gate.token();
      let failure: PlayheadError;
      let retryAfter: string | null = null;
      try {
        const result = await once(request, body, token, take);
        if ('taken' in result) return result.taken;
        const { status, headers } = result.refused;
        failure = refusal(status, result.body, what, token);
        if (status === 401 && !renewed && (await gate.refused(token))) {
          renewed = true;
          round -= 1;
          continue;
        }
        if (!isLater(status)) throw failure;
        retryAfter = headers.get('retry-after');
      } catch (error) {
        if (error instanceof PlayheadError) throw error;
        if (signal?.aborted) throw aborted();
        failure = unreachable(base, what, error);
      }
      if (round >= most) throw failure;
      await pause(waitBefore(round, retryMs, retryAfter, Date.now()), signal);
    }
  }

  return {
    origin: base,
    get token() { return gate.current; },
    timeoutMs,
    retries,
    retryMs,
    call: (request) => attempt(request, async (response) => ({ status: response.status, headers: response.headers, bytes: await readAnswer(response) })),
    open: (request) => attempt(request, async (response) => response),
    beacon({ method, path, query, body }) {
      const token = gate.current;
      send(`${base}/api/v1/sessions${path}${query?.size ? `?${query.toString()}` : ''}`, {
        ...ALONE,
        method,
        keepalive: true,
        headers: { ...(body && { 'content-type': body.type }), ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        ...(body && { body: body.bytes }),
      }).then((response) => response.body?.cancel(), () => undefined).catch(() => undefined);
    },
  };
}

function isThisMachine(base: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(base).hostname);
}

function baseOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '') return `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
  // Not repeated: it may hold a password.
  throw new PlayheadError('usage', 'The url of the server is not an http or https address without credentials, so no request was sent. Hand the token in as token.');
}
