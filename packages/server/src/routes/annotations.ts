import { limitFault, OWNER_TYPES, PlayheadError, type Annotation } from '@playhead/protocol';
import { parseAnnotation } from '@playhead/protocol/schemas';
import { guardAnnotation, type RecordGuard } from '@playhead/recorder';
import { readJson } from '../http/body.ts';
import { jsonResponse } from '../http/responses.ts';
import { findSession } from '../http/session-id.ts';
import type { RouteCall } from './route.ts';

/** The most an annotation may hold: 1 MiB. */
const BODY_BYTES = 1024 * 1024;

/** What people and agents noted beside the log. */
export async function annotationsRoute({ parameters: { id = '' }, context: { storage } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  return jsonResponse({ annotations: await storage.annotations(sessionId) });
}

/** Adds a note; one whose id is stored is ignored. */
export async function annotateRoute({ request, parameters: { id = '' }, context: { storage, recordingOf }, grant }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  const annotation = parseAnnotation(await readJson(request, BODY_BYTES));
  if (OWNER_TYPES.includes(annotation.type) && grant?.kind !== 'admin') throw new PlayheadError('forbidden', 'How long a session is kept, and what may pass that waits, is said by who may remove it, so this was not stored. Use a token of the kind admin.');
  await storage.annotate(sessionId, safeAnnotation(annotation, await recordingOf().guard()));
  return new Response(null, { status: 204 });
}

/**
 * Takes out of an annotation what must not be stored: its author, its type and what it says are text like any other.
 *
 * @param guard - How the session is to be redacted: what `createSessionRecording` gives.
 * @throws PlayheadError `payload_too_large` when it is nested too deep or has too many keys.
 *
 * @example
 * ```ts
 * await storage.annotate(sessionId, safeAnnotation(annotation, guard));
 * ```
 */
export function safeAnnotation(annotation: Annotation, guard: RecordGuard): Annotation {
  const fault = limitFault(annotation.data, guard.limits);
  if (fault) throw new PlayheadError('payload_too_large', `The annotation ${fault === 'depth' ? `is nested deeper than ${guard.limits.depth}` : `has more than ${guard.limits.keys} keys`}, so it was not stored. Keep it simpler.`);
  return guardAnnotation(annotation, guard);
}
