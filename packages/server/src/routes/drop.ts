import { encodeRecord, isJsonObject, PlayheadError, type SessionStorage } from '@playhead/protocol';
import { parseRecord } from '@playhead/protocol/schemas';
import { createProducer, type RecordGuard } from '@playhead/recorder';
import { dropSession, type DropOptions, type DroppedSession } from '../drop-session.ts';
import { readText } from '../http/body.ts';
import { jsonResponse } from '../http/responses.ts';
import { findSession, sessionIdOf } from '../http/session-id.ts';
import type { RouteCall } from './route.ts';

/** More than reason and name can need. In bytes. */
const BODY_BYTES = 64 * 1024;

/** Removes the content of a session for good; the body may say `{ reason, by }`, or bring the `{ line }` that stays. */
export async function dropRoute({ request, parameters: { id = '' }, context: { storage, receiver, recordingOf, logs } }: RouteCall): Promise<Response> {
  const { line, ...options } = optionsOf(await readText(request, BODY_BYTES));
  const sessionId = sessionIdOf(id);
  const guard = await recordingOf().guard();
  const dropped = await (line === undefined ? dropSession(storage, sessionId, safeOptions(options, guard)) : dropBy(storage, sessionId, safeLine(line, guard)));
  logs.forget(storage, sessionId);
  await receiver.dropped(dropped.session);
  return jsonResponse(dropped);
}

/** Whoever drops a session from afar has written the record that stays. */
async function dropBy(storage: SessionStorage, sessionId: string, line: string): Promise<DroppedSession> {
  const before = await findSession(storage, sessionId);
  if (before.dropped) return { session: before, removed: 0 };
  await storage.drop(sessionId, line);
  return { session: await findSession(storage, sessionId), removed: before.events };
}

function safeLine(line: string, guard: RecordGuard): string {
  const record = parseRecord(line);
  if (record.type !== 'session_dropped' || /[\r\n]/.test(line)) throw new PlayheadError('invalid_event', 'The line is not a session_dropped record, so nothing was removed. Encode one with encodeRecord, or send a reason alone.');
  const safe = guard.whole(record);
  return safe === record ? line : encodeRecord(safe);
}

function optionsOf(body: string): DropOptions & { line?: string } {
  if (body.trim() === '') return {};
  const value = parse(body);
  if (!isJsonObject(value)) throw refused('The body is not a JSON object');
  const { reason, by, line } = value;
  for (const text of [reason, by, line]) if (text !== undefined && typeof text !== 'string') throw refused('reason, by and line are texts');
  return { ...(typeof line === 'string' && { line }), ...(typeof reason === 'string' && { reason }), ...(typeof by === 'string' && { by }) };
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
