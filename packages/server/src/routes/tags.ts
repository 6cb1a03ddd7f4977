import { isJsonObject, PlayheadError, type JsonValue } from '@playhead/protocol';
import { countFacets } from '@playhead/replay-core/metrics';
import { readJson } from '../http/body.ts';
import { jsonResponse } from '../http/responses.ts';
import { findSession } from '../http/session-id.ts';
import { changeTags, readTags } from '../session-tags.ts';
import { filterOf, gathering, mostOf } from './figures.ts';
import { nameOf } from './retention.ts';
import type { RouteCall } from './route.ts';

/** More than any list of tags can need. In bytes. */
const BODY_BYTES = 64 * 1024;
const LONGEST_NAME = 200;

/** Which tags there are, and how many sessions have each. */
export async function tagsRoute({ request, context: { storage, upkeep, readers } }: RouteCall): Promise<Response> {
  const params = new URL(request.url).searchParams;
  const { sessions, facets: { tag: { values, more } } } = await readers.during(() => countFacets(storage, filterOf(params), { ...gathering(request, upkeep), ...mostOf(params) }));
  return jsonResponse({ schemaVersion: 1, sessions, tags: values.map(({ value, count }) => ({ tag: value, sessions: count })), more });
}

/** The tags of a session. */
export async function sessionTagsRoute({ parameters: { id = '' }, context: { storage } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  return jsonResponse({ tags: await readTags(storage, sessionId) });
}

/** Gives a session tags, or takes them away: `{ add, remove }`. */
export async function changeTagsRoute({ request, parameters: { id = '' }, context: { storage, recordingOf }, grant }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  const body = await readJson(request, BODY_BYTES);
  const { add, remove, author = nameOf(grant) } = isJsonObject(body) ? body : {};
  if (typeof author !== 'string' || (add === undefined && remove === undefined)) throw refused();
  await changeTags(storage, sessionId, { add: wordsIn(add), remove: wordsIn(remove), author: author.slice(0, LONGEST_NAME) || nameOf(grant) }, await recordingOf().guard());
  return new Response(null, { status: 204 });
}

function wordsIn(value: JsonValue | undefined): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((word) => typeof word === 'string')) return value;
  throw refused();
}

function refused(): PlayheadError {
  return new PlayheadError('invalid_payload', 'The body holds lists of tags, add or remove or both, so nothing was changed. GET /api/v1/openapi.json says what this address takes.');
}
