import { isPlayheadError, PlayheadError, type SessionStorage } from '@playhead/protocol';
import { createSessionRecording, type HarnessAdapter, type SessionPlace, type SessionRecording } from '@playhead/recorder';
import { createGate } from './access/gate.ts';
import type { AccessOptions } from './access/grant.ts';
import { checkRoute } from './access/own-session.ts';
import { DEFAULT_WORKSPACE } from './access/token.ts';
import { createSessionLogs } from './append/session-log.ts';
import { createToldAnswers } from './background/told-answers.ts';
import { storageWithNews } from './background/storage-with-news.ts';
import { createReaders } from './background/readers.ts';
import { createUpkeep, type Upkeep } from './background/upkeep.ts';
import { createHistoryImports } from './history/history-imports.ts';
import { createHistoryTender, type HistoryTender } from './history/history-tender.ts';
import { createHookReceiver } from './hooks/hook-receiver.ts';
import { createHookVersions } from './hooks/hook-versions.ts';
import { createHookTraffic } from './hooks/hook-traffic.ts';
import { createSerialQueue } from './hooks/serial-queue.ts';
import { readBody } from './http/body.ts';
import { forOrigin, preflightAnswer } from './http/cross-origin.ts';
import { guardBody, guardRequest, isAllowedOrigin, isLoopback } from './http/guard.ts';
import { createPackedBodies } from './http/packed-bodies.ts';
import { errorResponse, methodNotAllowed } from './http/responses.ts';
import { createLiveTails } from './live/live-tails.ts';
import { createMcpEndpoint } from './mcp/mcp-endpoint.ts';
import type { RequestContext, RouteContext, ViewerFiles } from './http/context.ts';
import { createRetentionKeeper } from './retention/keeper.ts';
import type { RetentionOptions } from './retention/options.ts';
import { findRoute } from './routes/find-route.ts';
import { hookAnswer } from './routes/hooks.ts';
import { routes } from './routes/route-table.ts';

/** What a server is made of. */
export interface HandlerOptions {
  /** Where recordings live. The handler does not close it. */
  readonly storage: SessionStorage;
  /** Where those of another workspace live; asked once for each that a token names. Default: there is none but `default`. */
  readonly storageOf?: (workspace: string) => SessionStorage;
  /** Who may use it. Default: programs of this machine alone; where the runtime does not tell the sender's address, everybody. */
  readonly access?: AccessOptions;
  /** The agent harnesses whose hooks it receives. Default: none. */
  readonly harnesses?: readonly HarnessAdapter[];
  /** The web app. Without it the server is an API only. */
  readonly viewer?: ViewerFiles;
  /** Hosts it answers to beside the local ones: `name` or `name:port`; `0.0.0.0` for every address. Default: none. */
  readonly allowedHosts?: readonly string[];
  /** Origins whose pages may use it from a browser, such as `https://app.example`. Default: its own pages alone. */
  readonly allowedOrigins?: readonly string[];
  /**
   * How the sessions of hooks are recorded, by where they run: who opted out, what is redacted, how large they may be.
   * Default: `createSessionRecording()`, which asks environment, repository, user and workspace.
   */
  readonly recordingOf?: (place?: SessionPlace, workspace?: string) => SessionRecording;
  /** Hears of every refused hook payload and every fault. Default: nobody. */
  readonly onError?: (error: unknown) => void;
  /** How often an idle live stream says that it is alive, in milliseconds. Default 15,000. */
  readonly heartbeatMs?: number;
  /** What `/healthz` says of itself. Default `0.0.0`. */
  readonly version?: string;
  /**
   * Whether recordings are completed with what harnesses kept themselves on this machine, such as transcripts: at the end of a turn, of a session, and
   * when the handler is made; and whether `/api/v1/imports` brings in what nobody recorded. Only for a server that runs as the user whose agents it records;
   * those of other machines are left alone. `delayMs` is how long it waits after a hook, `closingMs` how long it may still read when it is closed, by default
   * 2,000; `env` says where harnesses keep their files, by default below the user's home; `shared` that others send sessions here too, which say
   * themselves which file holds them: then only what hooks of this machine tell of is completed. `retryMs` is how often it tries to make up for what could not
   * be stored, as on a full disk, by default 10,000; `backlog` settles once what came while no server ran was handed over, such as payloads that wait on
   * the disk: earlier sessions are completed only then, since what belongs to a recording that a payload begins would else be put into the one before. One
   * that never settles leaves them to the next server; `onMissed` hears of a session of which something could not be stored, to say so to the next server.
   * Default false.
   */
  readonly histories?: boolean | { readonly delayMs?: number; readonly retryMs?: number; readonly closingMs?: number; readonly env?: Readonly<Record<string, string | undefined>>; readonly shared?: boolean; readonly backlog?: Promise<unknown>; readonly onMissed?: (missed: { readonly harness: string; readonly session: string; readonly redaction: string }) => void };
  /**
   * How much is kept of each workspace: what is beyond that is removed a few seconds after the handler was made and every hour from then on, letting
   * readers and hooks go first, and over the API when it is asked for. Default: nothing is ever removed by itself.
   */
  readonly retention?: RetentionOptions;
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
  const { storage, storageOf, access, harnesses = [], recordingOf = createSessionRecording(), viewer, allowedHosts = [], allowedOrigins = [], onError, heartbeatMs = 15_000, version = '0.0.0', warnings = () => [], histories = false, retention } = options;
  const closing = new AbortController();
  const hookVersions = createHookVersions(version);
  const gate = createGate(access);
  const packed = createPackedBodies();
  const traffic = createHookTraffic();
  const readers = createReaders();
  const report = (error: unknown): void => {
    try {
      onError?.(error);
    } catch {
      // a listener's fault is not the agent's
    }
  };
  const contexts = new Map<string, RouteContext>();
  const upkeepQueue = createSerialQueue();
  const tended = (own: SessionStorage): { storage: SessionStorage; upkeep: Upkeep } => {
    const upkeep = createUpkeep({ storage: own, queue: upkeepQueue, quiet: traffic.quiet, readers });
    return { storage: storageWithNews(own, upkeep.look), upkeep };
  };
  const home = tended(storage);
  const { env = {}, delayMs, retryMs, closingMs, shared = false, backlog, onMissed } = typeof histories === 'object' ? histories : {};
  const reading = { storage: home.storage, recordingOf: (place?: SessionPlace) => recordingOf(place, DEFAULT_WORKSPACE), queue: createSerialQueue(), quiet: traffic.quiet, version };
  const tender = histories ? createHistoryTender({ ...reading, places: env, onError: report, ...(delayMs !== undefined && { delayMs }), ...(retryMs !== undefined && { retryMs }), ...(closingMs !== undefined && { closingMs }) }) : undefined;
  const imports = histories && !shared ? createHistoryImports({ ...reading, harnesses, env }) : undefined;
  if (!shared) tender?.catchUp(harnesses, backlog).catch(report);
  const keeper = retention && createRetentionKeeper({
    options: retention, report,
    storageOf: (workspace) => contextOf(workspace).storage,
    forget: (workspace, sessionId) => contextOf(workspace).logs.forget(contextOf(workspace).storage, sessionId),
    pause: async (signal) => {
      await traffic.quiet();
      await readers.calm(signal);
    },
  });
  const contextOf = (workspace: string): RouteContext => {
    const known = contexts.get(workspace);
    if (known) return known;
    const own = workspace === DEFAULT_WORKSPACE ? storage : storageOf?.(workspace);
    const at = workspace === DEFAULT_WORKSPACE ? home : own && tended(own);
    if (!own || !at) throw new PlayheadError('forbidden', 'This server has no workspace but its own, so the token opens nothing here. Ask whoever runs it for another one.');
    const recording = (place?: SessionPlace): SessionRecording => recordingOf(place, workspace);
    // Other workspaces record for other machines: what their payloads name is not here.
    const missed: HistoryTender['missed'] = (adapter, payload, told) => {
      tender?.missed(adapter, payload, told);
      const session = adapter.sessionOf(payload);
      if (session !== undefined) onMissed?.({ harness: adapter.name, session, redaction: told?.['PLAYHEAD_REDACTION'] ?? '' });
    };
    const heard = tender && workspace === DEFAULT_WORKSPACE ? { stored: tender.heard, missed, left: tender.leave } : {};
    const receiver = createHookReceiver({ storage: at.storage, recordingOf: recording, ...heard });
    const mcp = createMcpEndpoint({ storage: at.storage, recordingOf: recording, version, report });
    const context: RouteContext = { workspace, ...at, recordingOf: recording, harnesses, viewer, receiver, mcp, logs: createSessionLogs(), readers, told: createToldAnswers(at.storage), tails: createLiveTails(own, closing.signal), routes, closing: closing.signal, heartbeatMs, version, warnings, hookVersions, retention: retention && keeper && { options: retention, keeper }, imports: workspace === DEFAULT_WORKSPACE ? imports : undefined, makeUp: workspace === DEFAULT_WORKSPACE ? tender?.makeUp : undefined };
    contexts.set(workspace, context);
    return context;
  };
  /** @throws PlayheadError whatever the route reports, and `not_found`. */
  async function answer(request: Request, segments: readonly string[], connection: RequestContext): Promise<Response> {
    const found = findRoute(routes, request.method, segments);
    if (found?.route) {
      const { route, parameters } = found;
      const grant = gate.admit(request, connection, route.access);
      checkRoute(grant, route, parameters);
      if (segments[0] !== 'hooks') guardBody(request);
      const context = contextOf(grant?.workspace ?? DEFAULT_WORKSPACE);
      return gate.pass(await packed.answer(request, (whole) => route.handle({ request: whole, parameters, context, connection, grant })), grant);
    }
    if (segments[0] === 'hooks') throw new PlayheadError('not_found', 'Hook payloads are sent with POST to /hooks/{harness}, such as /hooks/claude. Nothing was stored.');
    if (found) return methodNotAllowed(found.allow.join(', '));
    throw new PlayheadError('not_found', 'The API has nothing under this address. It begins at /api/v1/sessions.');
  }

  async function handle(request: Request, connection: RequestContext = {}): Promise<Response> {
    const origin = request.headers.get('origin');
    const isHook = /^\/+hooks(?:\/|$)/.test(new URL(request.url).pathname); // also where the rest cannot be decoded
    const isWaitedFor = isHook && !['playhead-missed', 'playhead-shell'].some((name) => request.headers.has(name)); // these no agent waits for
    const response = await (isWaitedFor ? traffic.during(() => respond(request, connection, isHook)) : respond(request, connection, isHook));
    return isAllowedOrigin(origin, { allowedOrigins }) ? forOrigin(response, origin) : response;
  }

  async function respond(request: Request, connection: RequestContext, isHook: boolean): Promise<Response> {
    const segments = segmentsOf(request);
    try {
      guardRequest(request, { allowedHosts, allowedOrigins, ...(connection.port !== undefined && { port: connection.port }) });
      if (request.method === 'OPTIONS' && request.headers.has('access-control-request-method') && isAllowedOrigin(request.headers.get('origin'), { allowedOrigins })) return preflightAnswer(request);
      if (!segments) throw new PlayheadError('not_found', 'The address is not well-formed. The sessions are at /sessions.');
      return await answer(request, segments, connection);
    } catch (error) {
      if (isHook && !request.bodyUsed) await readBody(request, 0).catch(() => undefined); // so that the sender gets its answer
      const response = isHook ? hookAnswer(isPlayheadError(error, 'invalid_payload') ? 'invalid_payload' : undefined) : errorResponse(error);
      if (response.status >= 500 || (isHook && !isStranger(error, connection))) report(error);
      return response;
    }
  }

  return Object.assign(handle, {
    async close() {
      closing.abort();
      await keeper?.close();
      await Promise.all([...contexts.values()].flatMap(({ receiver, mcp }) => [receiver.close(), mcp.close()]));
      await Promise.all([imports?.close(), tender?.close()]);
      await Promise.all([home, ...contexts.values()].map(({ upkeep }) => upkeep.close()));
    },
  });
}

/** Whether somebody from elsewhere was turned away: nobody may fill the log of a server that does not let him in. */
function isStranger(error: unknown, { remoteAddress }: RequestContext): boolean {
  return !isLoopback(remoteAddress) && ['forbidden', 'too_many_requests', 'unauthorized'].some((code) => isPlayheadError(error) && error.code === code);
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
