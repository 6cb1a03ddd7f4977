import { isJsonObject, PlayheadError } from '@playhead/protocol';
import { readJson } from '../http/body.ts';
import { findSession } from '../http/session-id.ts';
import type { RouteCall } from './route.ts';

const BODY_BYTES = 16 * 1024;

/** Notes that a producer of a session is still at work. */
export async function heartbeatRoute({ request, parameters: { id = '' }, context: { storage } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  const body = await readJson(request, BODY_BYTES);
  const producer = isJsonObject(body) ? body['producer'] : undefined;
  if (typeof producer !== 'string' || producer === '' || producer.length > 1024) {
    throw new PlayheadError('invalid_payload', 'The body names no producer, so nothing was noted. Send {"producer": "<its p>"}.');
  }
  await storage.heartbeat?.(sessionId, producer); // where a storage cannot tell, nothing is lost
  return new Response(null, { status: 204 });
}
