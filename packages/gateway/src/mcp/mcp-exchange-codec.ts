import type { JsonValue } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import { createBodyCollector, type BodyCollector } from '../http/collect-body.ts';
import type { AbortedExchange, ExchangeEvent, RequestHead, ResponseHead } from '../http/exchange.ts';
import type { ExchangeCodec, ExchangeCodecOptions } from '../http/exchange-codec.ts';
import { createEventReader, type EventReader } from '../http/read-events.ts';
import { readMessages, type RpcItem } from '../rpc/read-messages.ts';
import type { RpcDecision } from '../rpc/decision-item.ts';
import type { RpcDirection } from '../rpc/direction.ts';
import { createCallIds } from './call-ids.ts';
import { present } from './fields.ts';
import { createMcpCodec, type McpCodec, type McpCodecOptions } from './mcp-codec.ts';

/** A client and what is known of it: one `Mcp-Session-Id`, or all who have none. */
interface Peer {
  readonly codec: McpCodec;
  /** Whether answers may come in another exchange than their requests. */
  readonly isSession: boolean;
}

interface Exchange {
  readonly request: RequestHead;
  readonly bodies: Partial<Record<RpcDirection, BodyCollector | EventReader>>;
  peer: Peer;
  response?: ResponseHead;
  /** The ids of what was asked in it. */
  readonly asked: JsonValue[];
}

/** A codec that is told what a policy decided, too. */
export interface McpExchangeCodec extends ExchangeCodec {
  decided(exchange: number, direction: RpcDirection, decided: RpcDecision, at: number): readonly RecordInput[];
}

/** What {@link createMcpExchangeCodec} is told beside what every codec is. */
export interface McpExchangeCodecOptions extends ExchangeCodecOptions {
  /** Who is behind the agent and what its work is for, where the recording says so of each decision. */
  readonly parties?: McpCodecOptions['parties'];
  /** What is recorded of a message that else is recorded with its answer alone, or not at all. Default nothing. */
  readonly ofQuiet?: (item: RpcItem) => readonly RecordInput[];
}

/** So many sessions are told apart; of older ones requests and answers are no longer brought together. */
const MOST_PEERS = 1000;

/**
 * Makes records of what MCP clients and a server say to each other over Streamable HTTP, or over the older HTTP with SSE, in any version of the protocol.
 * Clients are told apart by their `Mcp-Session-Id`; those that have none, by their requests.
 *
 * @example
 * ```ts
 * const codec = createMcpExchangeCodec({ server: 'files', connectionId: id, ownsSession: true });
 * const head = { method: 'POST', target: '/mcp', headers: { 'content-type': 'application/json' } };
 * const inputs = codec.take({ exchange: 0, at: Date.now() * 1000, kind: 'request', head });
 * ```
 */
export function createMcpExchangeCodec({ server, connectionId, ownsSession, parties, ofQuiet = () => [] }: McpExchangeCodecOptions): McpExchangeCodec {
  const nextCall = createCallIds(connectionId); // no client can give a call the id of another client's
  const newPeer = (isSession: boolean): Peer => ({ isSession, codec: createMcpCodec({ server, connectionId, ownsSession, nextCall, ...(parties && { parties }) }) });
  const shared = newPeer(false);
  const known = new Map<string, Peer>();
  const open = new Map<number, Exchange>();
  const ended: RecordInput[] = [];
  /** The exchanges of what waits: their clients may be gone before it is decided. */
  const waiting = new Map<string, Exchange>();

  const remember = (name: string, peer: Peer, at: number): void => {
    known.delete(name); // put back as the youngest
    known.set(name, peer);
    const [oldest] = known;
    if (known.size <= MOST_PEERS || !oldest) return;
    known.delete(oldest[0]);
    ended.push(...oldest[1].codec.end(undefined, at));
  };
  const peerOf = (request: RequestHead): Peer => {
    const id = request.headers['mcp-session-id'];
    if (id === undefined) return known.get(`path ${request.target}`) ?? shared;
    return known.get(`session ${id}`) ?? shared;
  };

  const take = (items: readonly RpcItem[], { peer, asked }: Exchange, number: number): readonly RecordInput[] => items.flatMap((item) => {
    if (item.kind === 'message' && item.direction === 'to_server' && item.message['method'] !== undefined && item.message['id'] !== undefined) asked.push(item.message['id']);
    const records = peer.codec.take({ ...item, scope: scopeOf(peer, number) });
    return records.length === 0 ? ofQuiet(item) : records;
  });
  const takeBody = (exchange: Exchange, number: number, direction: RpcDirection, at: number): readonly RecordInput[] => {
    const body = exchange.bodies[direction];
    if (!body || !('end' in body)) return [];
    delete exchange.bodies[direction];
    const whole = body.end();
    if ('digest' in whole) return take([{ kind: 'oversize', direction, at, bytes: whole.length, digest: whole.digest }], exchange, number);
    if (!isJson((direction === 'to_server' ? exchange.request : exchange.response)?.headers['content-type'])) return [];
    const items = readMessages(whole.bytes.toString(), direction, at);
    // Who begins a session has no id yet: the answer's head says it.
    if (direction === 'to_server' && exchange.peer === shared && items.some((item) => item.kind === 'message' && item.message['method'] === 'initialize')) exchange.peer = newPeer(true);
    return take(items, exchange, number);
  };
  const takeEvents = (reader: EventReader, bytes: Buffer, exchange: Exchange, { exchange: number, at }: ExchangeEvent): readonly RecordInput[] => {
    const wasShort = reader.tooLong === undefined;
    const items = reader.push(bytes).flatMap(({ event, data }): readonly RpcItem[] => {
      if (event !== 'endpoint') return readMessages(data, 'to_client', at);
      exchange.peer = newPeer(true);
      remember(`path ${targetOf(data.trim())}`, exchange.peer, at); // the older transport: messages are sent there, and answered here
      return [];
    });
    const records = take(items, exchange, number);
    return wasShort && reader.tooLong !== undefined ? [...records, ...take([{ kind: 'gap', direction: 'to_client', at, bytes: reader.tooLong }], exchange, number)] : records;
  };

  const endOf = ({ peer, response, request, asked }: Exchange, number: number, at: number, aborted?: AbortedExchange): readonly RecordInput[] => {
    const refused = response && response.status >= 400 ? `HTTP ${response.status} ${response.statusText}`.trim() : undefined;
    const unreachable = !response && aborted?.by === 'server' ? aborted.problem : undefined;
    // In a session the answer may come in another exchange, after the client has asked for it again.
    const lost = refused ?? unreachable ?? (peer.isSession ? undefined : (aborted?.problem ?? 'the answer ended before this was answered'));
    const waiting = new Set(peer.codec.unanswered(scopeOf(peer, number)).map((id) => JSON.stringify(id)));
    const answers = lost === undefined ? [] : asked.filter((id) => waiting.has(JSON.stringify(id))).flatMap((id) => (
      peer.codec.take({ kind: 'message', direction: 'to_client', at, scope: scopeOf(peer, number), message: { jsonrpc: '2.0', id, error: { code: response?.status ?? 0, message: lost } } })
    ));
    const said = refused ?? unreachable;
    if (request.method === 'DELETE' && !said) return [...answers, ...leave(request, at)];
    // That a server has no stream of its own, and sessions that nobody can end, is as it should be.
    const isNothing = said === undefined || answers.length > 0 || (response?.status === 405 && request.method !== 'POST');
    return isNothing ? answers : [{ type: 'harness_event', at, data: { name: 'mcp_http_refused', extra: present({ server, method: request.method, path: request.target.split('?', 1)[0], problem: said }) } }];
  };
  const leave = (request: RequestHead, at: number): readonly RecordInput[] => {
    const name = `session ${request.headers['mcp-session-id'] ?? ''}`;
    const peer = known.get(name);
    known.delete(name);
    return peer ? [...peer.codec.end(undefined, at), { type: 'harness_event', at, data: { name: 'mcp_session_end', extra: { server } } }] : [];
  };
  const begin = (exchange: Exchange, number: number, head: ResponseHead, at: number): readonly RecordInput[] => {
    const records = takeBody(exchange, number, 'to_server', at); // a server may answer before it has heard all
    exchange.response = head;
    const id = head.headers['mcp-session-id'];
    if (id !== undefined && exchange.peer.isSession) remember(`session ${id}`, exchange.peer, at);
    exchange.bodies.to_client = /^text\/event-stream\b/i.test(head.headers['content-type'] ?? '') ? createEventReader() : createBodyCollector();
    return records;
  };

  const read = (event: ExchangeEvent): readonly RecordInput[] => {
    const { exchange: number, at } = event;
    if (event.kind === 'request') {
      open.set(number, { request: event.head, bodies: { to_server: createBodyCollector() }, peer: peerOf(event.head), asked: [] });
      return [];
    }
    const exchange = open.get(number);
    if (!exchange) return [];
    if (event.kind === 'response') return begin(exchange, number, event.head, at);
    if (event.kind === 'body_end') return takeBody(exchange, number, event.direction, at);
    if (event.kind === 'end') {
      open.delete(number);
      return endOf(exchange, number, at, event.aborted);
    }
    const body = exchange.bodies[event.direction];
    if (event.kind === 'gap') {
      delete exchange.bodies[event.direction];
      return [{ type: 'recorder_gap', at, data: { count: event.bytes, what: 'bytes of messages', reason: event.reason, extra: { server, direction: event.direction } } }];
    }
    if (body && 'end' in body) body.push(event.bytes);
    else if (body) return takeEvents(body, event.bytes, exchange, event);
    return [];
  };

  return {
    take: (event) => [...read(event), ...ended.splice(0)],
    decided(number, direction, decided, at) {
      const { approvalId = '', decision } = decided;
      const exchange = waiting.get(approvalId) ?? open.get(number);
      if (decision === 'held' && exchange) waiting.set(approvalId, exchange);
      else waiting.delete(approvalId);
      const peer = exchange?.peer ?? shared;
      return peer.codec.take({ kind: 'decision', direction, at, scope: scopeOf(peer, number), decided });
    },
    end: (at) => [
      ...[shared, ...new Set(known.values())].flatMap(({ codec }) => codec.end(undefined, at)),
      { type: 'harness_event', at, data: { name: 'mcp_server_end', extra: { server } } },
    ],
  };
}

/** Where no session says whose an id is, it is that of its exchange. */
function scopeOf({ isSession }: Peer, exchange: number): string {
  return isSession ? '' : String(exchange);
}

function isJson(type: string | undefined): boolean {
  return /^application\/([\w.+-]+\+)?json\b/i.test(type ?? '');
}

/** The older transport names an address or a part of one. */
function targetOf(address: string): string {
  if (!URL.canParse(address, 'http://tap')) return address;
  const { pathname, search } = new URL(address, 'http://tap');
  return pathname + search;
}
