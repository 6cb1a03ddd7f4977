import type { SessionHeader } from '@playhead/protocol';
import { parseSessionHeader } from '@playhead/protocol/schemas';
import type { RecordGuard } from '@playhead/recorder';
import { checkSession } from '../access/own-session.ts';
import { isFromHere, withoutPlace } from '../history/told-place.ts';
import { readJson } from '../http/body.ts';
import { numberOf } from '../http/parameters.ts';
import { jsonResponse } from '../http/responses.ts';
import type { RouteCall } from './route.ts';

/** Makes room for a session, or says which one there is. What a header must not hold is taken out. */
export async function createRoute(call: RouteCall): Promise<Response> {
  const { request, context: { storage, recordingOf }, grant } = call;
  const { origin, searchParams } = new URL(request.url);
  const at = numberOf(searchParams, 'at', { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
  const told = parseSessionHeader(await readJson(request));
  const only = grant?.token?.sessionId;
  checkSession(only, told.sessionId);
  const header = isFromHere(call) ? told : withoutPlace(told);
  const created = await storage.create(safeHeader(header, await recordingOf().guard()), at === undefined ? {} : { at });
  checkSession(only, created.sessionId); // it may be the one that others made of the harness's session that the header names
  return jsonResponse({ ...created, replayUrl: `${origin}/sessions/${created.sessionId}` }, { status: created.created ? 201 : 200 });
}

/** The header without what it must not hold. How the sender redacts stays what the sender says. */
export function safeHeader(header: SessionHeader, guard: RecordGuard): SessionHeader {
  const { redaction: _, ...safe } = guard.header(header);
  return { ...safe, ...(header.redaction && { redaction: header.redaction }) };
}
