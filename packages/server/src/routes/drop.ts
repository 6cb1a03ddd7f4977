import { isJsonObject, PlayheadError } from '@playhead/protocol';
import { createProducer, type RecordGuard } from '@playhead/recorder';
import { dropSession, type DropOptions } from '../drop-session.ts';
import { readText } from '../http/body.ts';
import { jsonResponse } from '../http/responses.ts';
import { sessionIdOf } from '../http/session-id.ts';
import type { RouteCall } from './route.ts';

/** More than reason and name can need. In bytes. */
const BODY_BYTES = 64 * 1024;

/** Removes the content of a session for good; the body may say `{ reason, by }`. */
export async function dropRoute({ request, parameters: { id = '' }, context: { storage, receiver, recordingOf } }: RouteCall): Promise<Response> {
  const options = optionsOf(await readText(request, BODY_BYTES));
  const sessionId = sessionIdOf(id);
  const dropped = await dropSession(storage, sessionId, safeOptions(options, await recordingOf().guard()));
  await receiver.dropped(dropped.session);
  return jsonResponse(dropped);
}

function optionsOf(body: string): DropOptions {
  if (body.trim() === '') return {};
  const value = parse(body);
  if (!isJsonObject(value)) throw refused('The body is not a JSON object');
  const { reason, by } = value;
  for (const text of [reason, by]) if (text !== undefined && typeof text !== 'string') throw refused('reason and by are texts');
  return { ...(typeof reason === 'string' && { reason }), ...(typeof by === 'string' && { by }) };
}

/** What people write may hold what must not be stored. */
function safeOptions({ reason = 'private', by }: DropOptions, guard: RecordGuard): DropOptions {
  const texts = { ...(reason !== 'private' && { reason }), ...(by !== undefined && { by }) };
  const { data } = guard.whole(createProducer({ via: 'sdk' }).produce({ type: 'session_dropped', data: texts }).record);
  return { ...(typeof data['reason'] === 'string' && { reason: data['reason'] }), ...(typeof data['by'] === 'string' && { by: data['by'] }) };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function refused(what: string): PlayheadError {
  return new PlayheadError('invalid_payload', `${what}, so nothing was removed. Send {"reason": "private"} or no body.`);
}
