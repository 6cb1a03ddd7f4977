import { PlayheadError } from '@playhead/protocol';
import { readBytes } from '../http/body.ts';
import { numberOf } from '../http/parameters.ts';
import { bytesResponse } from '../http/ranges.ts';
import { findSession } from '../http/session-id.ts';
import type { RouteCall } from './route.ts';

/** What nobody else notices to be missing: see `keepKeyframes`. */
const KEYFRAMES = 'keyframes';

/** A value that can be regenerated from the log, whole or a range of it. */
export async function derivedRoute({ request, parameters: { id = '', name = '' }, context: { storage, upkeep } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  const bytes = await storage.derived.get(sessionId, name, versionOf(request));
  if (!bytes && name === KEYFRAMES) upkeep.look(sessionId, { watched: true }); // who asks again finds them
  if (!bytes) throw new PlayheadError('not_found', 'The session has no derived value of this name and version. It can be made from the log.');
  return bytesResponse(request, bytes, 'no-store');
}

/** Keeps a value that can be regenerated from the log. */
export async function putDerived({ request, parameters: { id = '', name = '' }, context: { storage } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  const version = versionOf(request);
  await storage.derived.put(sessionId, name, version, await readBytes(request));
  return new Response(null, { status: 204 });
}

function versionOf(request: Request): number {
  const version = numberOf(new URL(request.url).searchParams, 'version', { min: 0, max: Number.MAX_SAFE_INTEGER });
  if (version !== undefined) return version;
  throw new PlayheadError('usage', 'A derived value is asked for with its version. Add ?version= and a whole number.');
}
