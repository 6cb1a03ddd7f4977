import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import type { GatewayCodec } from '../gateway-codec.ts';
import type { RpcDecision } from '../rpc/decision-item.ts';
import { opposite, type RpcDirection } from '../rpc/direction.ts';
import type { RpcItem } from '../rpc/read-messages.ts';
import type { StdioExit } from '../stdio/stdio-tap.ts';
import { openAnyRequest, openElicitation, openPing, openQuietRequest, openSampling } from './any-request.ts';
import { createCallIds } from './call-ids.ts';
import type { Connection, OpenRequest, Request } from './connection.ts';
import { decisionRecord, type DecisionParties } from './decision-records.ts';
import { openHandshake, learnFromRequest, learnFromResult } from './handshake.ts';
import { notificationRecords } from './notifications.ts';
import { openToolCall } from './tool-call.ts';
import { openToolList } from './tool-list.ts';

/** What {@link createMcpCodec} is told. */
export interface McpCodecOptions {
  /** What the client calls the server. */
  readonly server: string;
  /** Tells the calls of this connection from those of others in its session. */
  readonly connectionId: string;
  /** Whether the session is that of this connection alone: then it is named after the client. Default false. */
  readonly ownsSession?: boolean;
  /** Who is behind the agent and what its work is for, where the recording says so of each decision. */
  readonly parties?: Pick<DecisionParties, 'identity' | 'task'>;
  /** Gives calls their ids, where several connections of one session share them. Default: ids of this connection alone. */
  readonly nextCall?: (named: string | undefined) => string;
}

type Opener = (request: Request, connection: Connection) => OpenRequest;

const OPENERS: ReadonlyMap<string, Opener> = new Map<string, Opener>([
  ['initialize', openHandshake], ['server/discover', openHandshake],
  ['tools/list', openToolList], ['tools/call', openToolCall],
  ['sampling/createMessage', openSampling], ['elicitation/create', openElicitation],
  ['ping', openPing],
  ...['logging/setLevel', 'resources/list', 'resources/templates/list', 'resources/subscribe', 'resources/unsubscribe', 'prompts/list', 'completion/complete', 'roots/list']
    .map((method) => [method, openQuietRequest] as const),
]);

/** What a client alone asks. A server that asks its client that makes no call of a tool up. */
const OF_CLIENTS: ReadonlySet<string> = new Set(['initialize', 'server/discover', 'tools/list', 'tools/call']);

function openerOf(method: string, direction: RpcDirection): Opener {
  return (direction === 'to_client' && OF_CLIENTS.has(method) ? undefined : OPENERS.get(method)) ?? openAnyRequest;
}

/** So many requests may wait for an answer; of older ones only the request is recorded. */
const MOST_OPEN = 10_000;

interface Waiting extends OpenRequest {
  readonly id: JsonValue;
  readonly scope: string;
  readonly token: JsonValue | undefined;
  readonly direction: RpcDirection;
}

/** A codec that can be told of the end of a part of its connection. */
export interface McpCodec extends GatewayCodec {
  /** The ids of requests of a client that are not answered. */
  unanswered(scope: string): readonly JsonValue[];
  /** How the connection ended; undefined where it is not that of a process. */
  end(exit: StdioExit | undefined, at: number): readonly RecordInput[];
}

/**
 * Makes records of what an MCP client and its server say to each other, in any version of the protocol. Methods that it does not know, also of other
 * protocols that speak JSON-RPC, become calls with what they were given and what came of it.
 *
 * @example
 * ```ts
 * const codec = createMcpCodec({ server: 'files', connectionId: id });
 * const reader = createMessageReader();
 * const inputs = reader.push('to_server', new TextEncoder().encode(line), at).flatMap((item) => codec.take(item));
 * ```
 */
export function createMcpCodec({ server, connectionId, ownsSession = false, nextCall = createCallIds(connectionId), parties = {} }: McpCodecOptions): McpCodec {
  const connection: Connection = { server, ownsSession, nextCall, toolPages: [], paused: new Map() };
  const open = new Map<string, Waiting>();
  const held = new Map<string, Waiting>(); // by what a decision names: a client may use the id of its request again meanwhile

  const take = (item: RpcItem): readonly RecordInput[] => {
    const { at, direction } = item;
    switch (item.kind) {
      case 'gap': return [{ type: 'recorder_gap', at, data: { count: item.bytes, what: 'bytes of messages', reason: 'the recorder did not keep up', extra: { server, direction } } }];
      case 'oversize': return [{ type: 'oversize', at, data: { what: 'message', bytes: item.bytes, digest: item.digest, extra: { server, direction } } }];
      case 'other': return [{ type: 'notification', at, data: { message: item.text, title: server, category: 'not_json_rpc', extra: { server, direction } } }];
      case 'decision': return decided(item.decided, item);
      default: return messageRecords(item.message, item);
    }
  };

  const decided = (decision: RpcDecision, { direction, at, scope = '' }: RpcItem): readonly RecordInput[] => {
    const { approvalId } = decision;
    const key = keyOf(direction, decision.id, scope);
    const waits = decision.id === undefined ? undefined : open.get(key);
    const request = (approvalId === undefined ? undefined : held.get(approvalId)) ?? waits;
    if (approvalId !== undefined && decision.decision === 'held' && request) held.set(approvalId, request);
    else if (approvalId !== undefined) held.delete(approvalId);
    const refused = decision.decision === 'denied' || decision.decision === 'expired';
    if (request && refused && request === waits) open.set(key, { ...request, answered: (answer) => request.answered(answer).map((record) => (record.type === 'tool_result' ? { ...record, data: { ...record.data, status: 'denied' } } : record)) });
    return [decisionRecord(decision, { at, direction, ...(request?.call !== undefined && { call: request.call }) }, { server, ...parties })];
  };

  const messageRecords = (message: JsonObject, { direction, at, scope = '' }: RpcItem): readonly RecordInput[] => {
    const { method, id } = message;
    if (typeof method !== 'string') return answered(message, direction, at, scope);
    const request: Request = { method, params: isJsonObject(message['params']) ? message['params'] : {}, direction, at };
    const learned = learnFromRequest(request, connection);
    if (id === undefined) {
      const records = notificationRecords(request, connection, {
        ofToken: (token) => (token === undefined ? undefined : [...open.values()].findLast((one) => one.token === token && one.scope === scope && one.direction === opposite(direction))?.call),
        ofRequest: (requestId) => open.get(keyOf(direction, requestId, scope))?.call,
      });
      return [...learned, ...records];
    }
    const opened = openerOf(method, direction)(request, connection);
    const meta = isJsonObject(request.params['_meta']) ? request.params['_meta'] : {};
    const key = keyOf(direction, id, scope);
    open.delete(key); // put back as the youngest
    open.set(key, { ...opened, id, scope, token: meta['progressToken'], direction });
    const [oldest] = open.keys();
    if (open.size > MOST_OPEN && oldest !== undefined) open.delete(oldest);
    return [...learned, ...opened.records];
  };

  /** An answer goes the other way than its request. */
  const answered = (message: JsonObject, direction: RpcDirection, at: number, scope: string): readonly RecordInput[] => {
    const key = keyOf(opposite(direction), message['id'], scope);
    const request = open.get(key);
    if (!request) return [{ type: 'harness_event', at, data: { name: 'mcp_unasked_answer', extra: { server, direction, message } } }];
    open.delete(key);
    if (direction === 'to_client') learnFromResult(message['result'], connection);
    const { error, result } = message;
    return request.answered({ at, ...(result !== undefined && { result }), ...(isJsonObject(error) && { error }) });
  };

  return {
    take(item) {
      try {
        return take(item);
      } catch {
        // such as a value so deep that it cannot be walked through
        return [{ type: 'recorder_gap', at: item.at, data: { count: 1, what: 'message', reason: 'it could not be decoded', extra: { server, direction: item.direction } } }];
      }
    },
    unanswered: (scope) => [...open.values()].flatMap((one) => (one.scope === scope && one.direction === 'to_server' ? [one.id] : [])),
    end(exit, at) {
      const unanswered = [...[...open.values()].flatMap(({ call }) => call ?? []), ...[...connection.paused.values()].map(({ call }) => call)];
      open.clear();
      connection.paused.clear();
      return [
        ...unanswered.map((call) => ({ type: 'tool_result', at, call, data: { status: 'interrupted', error: 'the connection ended before it was answered' } })),
        ...(exit ? endOf(exit, server, at) : []),
      ];
    },
  };
}

function endOf({ exitCode, signal }: StdioExit, server: string, at: number): readonly RecordInput[] {
  return [
    { type: 'harness_event', at, data: { name: 'mcp_server_end', extra: { server, exitCode, ...(signal !== undefined && { signal }) } } },
    ...(exitCode !== 0 && signal === undefined ? [{ type: 'failure', at, data: { message: `${server} ended with exit code ${exitCode}` } }] : []),
  ];
}

/** What an answer is known by. */
function keyOf(direction: RpcDirection, id: JsonValue | undefined, scope: string): string {
  return `${direction} ${scope} ${JSON.stringify(id ?? null)}`;
}
