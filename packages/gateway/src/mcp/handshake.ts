import { isJsonObject, type JsonObject } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import type { Connection, OpenRequest, Request } from './connection.ts';
import { filled, objectIn, present, textIn } from './fields.ts';

const META = 'io.modelcontextprotocol/';

/** `initialize` and `server/discover`: both sides say who they are. */
export function openHandshake({ method, params }: Request, connection: Connection): OpenRequest {
  const { clientInfo, ...asked } = params;
  return {
    records: [],
    answered({ at, result, error }) {
      if (error || !isJsonObject(result)) return [{ type: 'failure', at, data: { message: `${connection.server}: ${method} failed`, details: JSON.stringify(error ?? result ?? null) } }];
      const { serverInfo, ...answer } = result;
      if (isJsonObject(serverInfo)) connection.serverInfo = serverInfo;
      connection.protocolVersion = textIn(result, 'protocolVersion') ?? connection.protocolVersion ?? '';
      const known = isJsonObject(clientInfo) ? clientInfo : connection.client;
      const isNew = known !== undefined && !isSame(connection.client, known);
      if (known) connection.client = known;
      return [
        { type: 'harness_event', at, data: { name: 'mcp_handshake', extra: present({ server: connection.server, method, client: known, serverInfo: connection.serverInfo, asked: filled(asked), answer: filled(answer) }) } },
        ...(isNew ? clientUpdate(connection, at) : []),
      ];
    },
  };
}

/** What a request of the protocol of 2026-07-28 says beside its parameters: there is no handshake any more. */
export function learnFromRequest({ params, direction, at }: Request, connection: Connection): readonly RecordInput[] {
  if (direction !== 'to_server') return [];
  const meta = objectIn(params, '_meta');
  const client = objectIn(meta, `${META}clientInfo`);
  const protocolVersion = textIn(meta, `${META}protocolVersion`) ?? connection.protocolVersion;
  if (Object.keys(client).length === 0 || (isSame(connection.client, client) && protocolVersion === connection.protocolVersion)) return [];
  connection.client = client;
  if (protocolVersion !== undefined) connection.protocolVersion = protocolVersion;
  return [{ type: 'harness_event', at, data: { name: 'mcp_client', extra: present({ server: connection.server, client, protocolVersion }) } }, ...clientUpdate(connection, at)];
}

/** What an answer of that protocol says of its server. */
export function learnFromResult(result: unknown, connection: Connection): void {
  const said = isJsonObject(result) ? objectIn(objectIn(result, '_meta'), `${META}serverInfo`) : {};
  if (Object.keys(said).length > 0) connection.serverInfo = said;
}

/** A session of one connection is that of the client on it, which says only now who it is. */
function clientUpdate({ ownsSession, client }: Connection, at: number): readonly RecordInput[] {
  const agentName = textIn(client, 'title') ?? textIn(client, 'name');
  if (!ownsSession || agentName === undefined) return [];
  return [{ type: 'session_update', at, data: present({ agentName, harnessVersion: textIn(client, 'version') }) }];
}

function isSame(a: JsonObject | undefined, b: JsonObject): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
