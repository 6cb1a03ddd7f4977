import { PlayheadError, type SessionStorage } from '@playhead/protocol';
import { createSessionRecording, type HarnessAdapter, type SessionPlace, type SessionRecording } from '@playhead/recorder';
import { createHookReceiver } from './hooks/hook-receiver.ts';
import { guardRequest } from './http/guard.ts';
import { errorResponse, jsonResponse } from './http/responses.ts';
import type { RequestContext, RouteContext, ViewerFiles } from './http/context.ts';
import { blobRoute } from './routes/blobs.ts';
import { dropRoute } from './routes/drop.ts';
import { hookAnswer, receiveHook } from './routes/hooks.ts';
import { pageRoute } from './routes/pages.ts';
import { recordsRoute } from './routes/records.ts';
import { documentRoute, indexRoute, sessionRoute, sessionsRoute } from './routes/sessions.ts';

/** What a server is made of. */
export interface HandlerOptions {
  /** Where recordings live. The handler does not close it. */
  readonly storage: SessionStorage;
  /** The agent harnesses whose hooks it receives. Default: none. */
  readonly harnesses?: readonly HarnessAdapter[];
  /** The web app. Without it the server is an API only. */
  readonly viewer?: ViewerFiles;
  /** Hosts it answers to beside the local ones: `name` or `name:port`. Default: none. */
  readonly allowedHosts?: readonly string[];
  /**
   * How the sessions of hooks are recorded, by where they run: who opted out, what is redacted, how large they may be.
   * Default: `createSessionRecording()`, which asks environment, repository, user and workspace.
   */
  readonly recordingOf?: (place?: SessionPlace) => SessionRecording;
  /** Hears of every refused hook payload and every fault. Default: nobody. */
  readonly onError?: (error: unknown) => void;
  /** How often an idle live stream says that it is alive, in milliseconds. Default 15,000. */
  readonly heartbeatMs?: number;
  /** What `/healthz` says of itself. Default `0.0.0`. */
  readonly version?: string;
  /** What `/healthz` warns of, for people, such as a disk that is nearly full. Asked at every request. Default: nothing. */
  readonly warnings?: () => readonly string[];
}

/** A server without a network: a request in, a response out. */
export interface Handler {
  (request: Request, connection?: RequestContext): Promise<Response>;
  /** Ends live streams and waits for hook payloads that are being stored. */
  close(): Promise<void>;
}

/**
 * Makes the server as a function of fetch requests, for any runtime that has them.
 * It never rejects: every failure is a response with `{ code, message }`; `/hooks/{harness}` answers
 * 200 with an empty body in every case.
 *
 * @example
 * ```ts
 * const handler = createHandler({ storage: fsStorage({ dir }), harnesses: [claudeHarness] });
 * const response = await handler(new Request('http://127.0.0.1:7433/api/v1/sessions'));
 * ```
 */
export function createHandler(options: HandlerOptions): Handler {
  const { storage, harnesses = [], recordingOf = createSessionRecording(), viewer, allowedHosts = [], onError, heartbeatMs = 15_000, version = '0.0.0', warnings = () => [] } = options;
  const closing = new AbortController();
  const receiver = createHookReceiver({ storage, recordingOf });
  const context: RouteContext = { storage, recordingOf, viewer, receiver, indexing: new Set(), closing: closing.signal, heartbeatMs, version, warnings };
  const report = (error: unknown): void => {
    try {
      onError?.(error);
    } catch {
      // a listener's fault is not the agent's
    }
  };

  async function handle(request: Request, connection: RequestContext = {}): Promise<Response> {
    const segments = segmentsOf(request);
    try {
      const guard = { allowedHosts, ...(connection.port !== undefined && { port: connection.port }) };
      if (segments?.[0] === 'hooks') {
        guardRequest(request, guard);
        const adapter = segments.length === 2 ? harnesses.find(({ name }) => name === segments[1]) : undefined;
        return hookAnswer(await receiveHook(request, adapter, context, connection));
      }
      guardRequest(request, guard);
      if (!segments) throw new PlayheadError('not_found', 'The address is not well-formed. The sessions are at /sessions.');
      return await route(request, segments, context);
    } catch (error) {
      if (segments?.[0] === 'hooks') {
        report(error);
        return hookAnswer(false);
      }
      const response = errorResponse(error);
      if (response.status >= 500) report(error);
      return response;
    }
  }

  return Object.assign(handle, {
    async close() {
      closing.abort();
      await receiver.close();
    },
  });
}

async function route(request: Request, segments: readonly string[], context: RouteContext): Promise<Response> {
  const [first, second, third, id, part, name] = segments;
  if (first === 'healthz' && segments.length === 1) {
    const warnings = context.warnings();
    return jsonResponse({ status: 'ok', name: 'playhead', version: context.version, ...(warnings.length > 0 && { warnings }) });
  }
  if (first !== 'api') return pageRoute(request, segments, context);
  if (second === 'v1' && third === 'sessions') {
    if (id === undefined) return sessionsRoute(request, context);
    if (part === undefined) return sessionRoute(request, id, context);
    if (part === 'document' && name === undefined) return documentRoute(request, id, context);
    if (part === 'index' && name === undefined) return indexRoute(request, id, context);
    if (part === 'drop' && name === undefined) return dropRoute(request, id, context);
    if (part === 'records' && name === undefined) return recordsRoute(request, id, context);
    if (part === 'blobs' && name !== undefined && segments.length === 6) return blobRoute(request, id, name, context);
  }
  throw new PlayheadError('not_found', 'The API has nothing under this address. It begins at /api/v1/sessions.');
}

/** The decoded parts of the path; undefined when it cannot be decoded or hides a separator. */
function segmentsOf(request: Request): readonly string[] | undefined {
  const { pathname } = new URL(request.url);
  try {
    const segments = pathname.split('/').filter((part) => part !== '').map(decodeURIComponent);
    // eslint-disable-next-line no-control-regex -- control characters are what is refused
    return segments.some((part) => /[/\\\u0000-\u001f]/.test(part) || part === '..' || part === '.') ? undefined : segments;
  } catch {
    return undefined;
  }
}
