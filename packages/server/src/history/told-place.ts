import { isJsonObject, type JsonObject, type SessionInfo } from '@playhead/protocol';
import { isLocal } from '../access/grant.ts';
import type { RouteCall } from '../routes/route.ts';

/** Where in the metadata of a session it stands which file its harness keeps it in. */
const PLACE = 'transcriptPath';

/** As much of a payload as says where its session is kept. */
export function payloadOf({ harnessSessionId, metadata }: SessionInfo): JsonObject {
  const path = isJsonObject(metadata) ? metadata[PLACE] : undefined;
  return { session_id: harnessSessionId ?? '', ...(typeof path === 'string' && { transcript_path: path }) };
}

/** A header, or the data of a start or update, without the file that holds the session: of another machine it would be read on this one. */
export function withoutPlace<Data extends { readonly [key: string]: unknown }>(data: Data): Data {
  const { metadata } = data;
  if (!isJsonObject(metadata) || !Object.hasOwn(metadata, PLACE)) return data;
  const { [PLACE]: _elsewhere, ...rest } = metadata;
  return { ...data, metadata: rest };
}

/** Whether a request comes from this machine, so that the files it names are here and are its sender's own. */
export function isFromHere({ request, connection, grant }: RouteCall): boolean {
  return isLocal(request, connection) || (connection.remoteAddress === undefined && !grant?.token);
}
