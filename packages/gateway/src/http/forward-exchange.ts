import { request as httpRequest, type Agent, type ClientRequest, type IncomingMessage, type RequestOptions, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable, Writable } from 'node:stream';
import type { RpcDirection } from '../rpc/direction.ts';
import { passBytes } from '../stdio/pass-bytes.ts';
import { changeBody, type ChangedBody } from './change-body.ts';
import type { ChangedExchange, ExchangeChanges } from './exchange-changes.ts';
import type { AbortedExchange, ExchangeStep } from './exchange.ts';
import { keptHeaders, passedHeaders } from './headers.ts';

/** One request, and where its answer goes. */
export interface ForwardedExchange {
  readonly incoming: IncomingMessage;
  readonly answer: ServerResponse;
  readonly upstream: URL;
  /** The connection to the server that belongs to that of the client. */
  readonly agent: Agent;
  readonly exchange: number;
  /** What the client may call the tap by, with its port. */
  readonly ownNames: ReadonlySet<string>;
  /** The headers that steps tell of. */
  readonly kept: ReadonlySet<string>;
  readonly tell: (step: ExchangeStep) => void;
  readonly changes: ExchangeChanges;
}

/** Heads up to this size pass: more than any server takes. */
export const MOST_HEADER_BYTES: number = 256 * 1024;

/** Hands one request on, and its answer back. */
export function forwardExchange(options: ForwardedExchange): void {
  const { incoming, answer, exchange, kept, tell, changes } = options;
  const { method = 'GET', url: target = '' } = incoming;
  const refusal = refusalOf(incoming);
  if (refusal !== undefined) return say(answer, 400, refusal);
  tell({ exchange, kind: 'request', head: { method, target, headers: keptHeaders(incoming.rawHeaders, kept) } });

  const changed: ChangedExchange = { method, target, headers: incoming.headers };
  let problem: AbortedExchange | undefined;
  const change = changes.requestBody?.(changed);
  const outgoing = beginRequest(options, changes.target?.(target) ?? target, { isChanged: change !== undefined, more: changes.requestHeaders?.(changed) ?? {} });
  if (!outgoing) return say(answer, 400, 'the path of the request is none');

  outgoing.on('error', (error: NodeJS.ErrnoException) => {
    if (answer.headersSent || answer.destroyed) return; // what is left of the answer says it
    problem ??= { by: 'server', problem: error.message || (error.code ?? 'the server cannot be reached') };
    // A server may leave a connection that it was silent on at any time: then its client has to see that, and asks again.
    if (outgoing.reusedSocket && error.code === 'ECONNRESET') answer.destroy();
    else say(answer, 502, `the server cannot be reached: ${problem.problem}`);
  });
  outgoing.on('continue', () => answer.writeContinue());
  outgoing.on('response', (received) => {
    try {
      giveBack(options, changed, received, (reason) => { problem ??= { by: 'server', problem: reason }; });
    } catch (error) {
      received.destroy();
      say(answer, 502, `the answer of the server cannot be handed on: ${error instanceof Error ? error.message : ''}`);
    }
  });
  answer.once('close', () => {
    const isWhole = answer.writableFinished && problem === undefined;
    if (!isWhole) outgoing.destroy();
    tell({ exchange, kind: 'end', ...(!isWhole && { aborted: problem ?? { by: 'client', problem: 'the client left before the end of the answer' } }) });
  });

  const fromClient = { exchange, direction: 'to_server', tell, from: incoming, isWhole: () => incoming.complete, onCut: () => {
    problem ??= { by: 'client', problem: 'the client left before the end of its request' };
    outgoing.destroy();
  } } as const;
  if (change) replace({ ...fromClient, change, encoding: incoming.headers['content-encoding'], give: (body) => { outgoing.end(body); }, onRefused: (reason) => say(answer, 400, reason) });
  // Once the server has said what it has to say, the rest is for nobody.
  else pass({ ...fromClient, to: outgoing, onRefused: () => { incoming.removeAllListeners('data').resume(); } });
}

/** What a request to the server is made of. */
export interface BegunExchange extends Pick<ForwardedExchange, 'upstream' | 'ownNames'> {
  readonly incoming: { readonly method?: string | undefined; readonly rawHeaders: string[]; readonly headers: { readonly host?: string | undefined; readonly 'transfer-encoding'?: string | undefined } };
  /** Absent: a connection of its own. */
  readonly agent?: Agent | undefined;
}

/** Begins the request to the server. @returns undefined where it cannot be one. */
export function beginRequest({ incoming, upstream, agent, ownNames }: BegunExchange, path: string, { isChanged, more }: { readonly isChanged: boolean; readonly more: Readonly<Record<string, string>> }): ClientRequest | undefined {
  const headers = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of passedHeaders(incoming.rawHeaders)) {
    const lower = name.toLowerCase();
    const known = headers.get(lower);
    if (known) known.values.push(value);
    else headers.set(lower, { name, values: [value] });
  }
  const { host } = incoming.headers;
  // Who calls the tap by its name means the server. Any other name is for the server to judge, as it would be without the tap.
  if (host === undefined || ownNames.has(host.toLowerCase())) headers.set('host', { name: headers.get('host')?.name ?? 'Host', values: [upstream.host] });
  for (const [name, value] of Object.entries(more)) headers.set(name, { name, values: [value] });
  if (isChanged) headers.delete('content-length');
  if (isChanged || incoming.headers['transfer-encoding'] !== undefined) headers.set('transfer-encoding', { name: 'Transfer-Encoding', values: ['chunked'] });
  const options: RequestOptions = {
    protocol: upstream.protocol, hostname: upstream.hostname.replace(/^\[|\]$/g, ''), port: upstream.port === '' ? undefined : upstream.port, agent, method: incoming.method, path,
    headers: Object.fromEntries([...headers.values()].map(({ name, values }) => [name, values.length === 1 ? values[0] : values])),
    setHost: false, insecureHTTPParser: false, maxHeaderSize: MOST_HEADER_BYTES,
  };
  try {
    const outgoing = (upstream.protocol === 'https:' ? httpsRequest : httpRequest)(options);
    outgoing.maxHeadersCount = 0;
    setImmediate(() => { if (!outgoing.headersSent) outgoing.flushHeaders(); }); // with the first bytes, where they are there
    return outgoing;
  } catch {
    return undefined;
  }
}

/** Hands an answer back. */
function giveBack({ answer, exchange, kept, tell, changes }: ForwardedExchange, request: ChangedExchange, received: IncomingMessage, onProblem: (problem: string) => void): void {
  const { statusCode: status = 502, statusMessage: statusText = '', headers } = received;
  const refusal = changes.refusal?.(request, { status, headers });
  const change = changes.responseBody?.(request, { status, headers });
  const passed = passedHeaders(changes.responseHeaders?.(received.rawHeaders, request) ?? received.rawHeaders);
  tell({ exchange, kind: 'response', head: { status, statusText, headers: keptHeaders(received.rawHeaders, kept) } });
  const refuse = (reason: string): void => {
    received.resume();
    onProblem(reason);
    say(answer, 502, reason);
  };
  if (refusal !== undefined) return refuse(refusal);
  answer.sendDate = false;
  const fromServer = { exchange, direction: 'to_client', tell, from: received, isWhole: () => received.complete, onCut: () => {
    onProblem('the server left before the end of its answer');
    answer.destroy();
  } } as const;
  if (change) {
    const give = (body: Buffer): void => {
      const others = passed.filter(([name]) => !['content-length', 'content-encoding'].includes(name.toLowerCase()));
      answer.writeHead(status, statusText, [...others, ['Content-Length', String(body.length)]].flat()).end(body);
    };
    return replace({ ...fromServer, change, encoding: headers['content-encoding'], give, onRefused: refuse });
  }
  answer.writeHead(status, statusText, passed.flat());
  setImmediate(() => { if (!answer.destroyed) answer.flushHeaders(); }); // with the first bytes, where they are there
  pass({ ...fromServer, to: answer, onRefused: () => { if (!answer.writableFinished) received.destroy(); } });
}

interface Body {
  readonly from: Readable;
  readonly direction: RpcDirection;
  readonly exchange: number;
  readonly tell: (step: ExchangeStep) => void;
  /** Whether all of it came: half a body must not look like a whole one. */
  readonly isWhole: () => boolean;
  readonly onCut: () => void;
  readonly onRefused: () => void;
}

function pass({ from, to, direction, exchange, tell, isWhole, onCut, onRefused }: Body & { readonly to: Writable }): void {
  const onEnd = (): void => {
    if (!isWhole()) return onCut();
    to.end();
    tell({ exchange, kind: 'body_end', direction });
  };
  passBytes({ from, to, copy: (bytes) => tell({ exchange, kind: 'bytes', direction, bytes }), onEnd, onRefused });
}

/** The copies are of what came, not of what was made of it. */
function replace({ direction, exchange, tell, give, ...body }: Omit<Body, 'onRefused'> & ChangedBody): void {
  body.from.on('data', (bytes: Buffer) => tell({ exchange, kind: 'bytes', direction, bytes }));
  changeBody({ ...body, give: (changed) => {
    give(changed);
    tell({ exchange, kind: 'body_end', direction });
  } });
}

/** Why a request cannot be handed on. A target that is no path would name another server. */
export function refusalOf({ url = '', rawHeaders }: IncomingMessage): string | undefined {
  if (!url.startsWith('/')) return 'only paths of the one server behind this tap can be asked for';
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  return hosts.length > 1 ? 'the request names several hosts' : undefined;
}

/** Says something of our own. */
export function say(answer: ServerResponse, status: number, message: string): void {
  if (answer.headersSent || answer.destroyed) {
    answer.destroy();
    return;
  }
  const body = JSON.stringify({ code: status === 400 ? 'invalid_payload' : 'server_unavailable', message: `playhead gateway: ${message}` });
  answer.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
}
