import { PlayheadError, type SessionStorage } from '@playhead/protocol';
import { createSessionRecording, type HarnessAdapter, type SessionPlace, type SessionRecording } from '@playhead/recorder';
import { createHookReceiver } from './hooks/hook-receiver.ts';
import { readBody } from './http/body.ts';
import { guardRequest } from './http/guard.ts';
import { errorResponse, methodNotAllowed } from './http/responses.ts';
import type { RequestContext, RouteContext, ViewerFiles } from './http/context.ts';
import { findRoute } from './routes/find-route.ts';
import { hookAnswer } from './routes/hooks.ts';
import { routes } from './routes/route-table.ts';

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
  const context: RouteContext = { storage, recordingOf, harnesses, viewer, receiver, indexing: new Set(), closing: closing.signal, heartbeatMs, version, warnings };
  const report = (error: unknown): void => {
    try {
      onError?.(error);
    } catch {
      // a listener's fault is not the agent's
    }
  };

  async function handle(request: Request, connection: RequestContext = {}): Promise<Response> {
    const segments = segmentsOf(request);
    const isHook = segments?.[0] === 'hooks';
    try {
      guardRequest(request, { allowedHosts, ...(connection.port !== undefined && { port: connection.port }) });
      if (!segments) throw new PlayheadError('not_found', 'The address is not well-formed. The sessions are at /sessions.');
      return await answer(request, segments, context, connection);
    } catch (error) {
      const response = isHook ? hookAnswer(false) : errorResponse(error);
      if (isHook || response.status >= 500) report(error);
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

/** @throws PlayheadError whatever the route reports, and `not_found`. */
async function answer(request: Request, segments: readonly string[], context: RouteContext, connection: RequestContext): Promise<Response> {
  const found = findRoute(routes, request.method, segments);
  if (found?.route) return found.route.handle({ request, parameters: found.parameters, context, connection });
  if (segments[0] === 'hooks') {
    await readBody(request); // so that the sender gets its answer
    throw new PlayheadError('not_found', 'Hook payloads are sent with POST to /hooks/{harness}, such as /hooks/claude. Nothing was stored.');
  }
  if (found) return methodNotAllowed(found.allow.join(', '));
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
