import { searchSessions } from '@playhead/replay-core';
import { numberOf } from '../http/parameters.ts';
import { jsonResponse } from '../http/responses.ts';
import type { RouteCall } from './route.ts';
import { queryOf } from './sessions.ts';

/** How many hits a page has where nobody says, and at most: the places of each may have to be read for. */
const USUAL_LIMIT = 20;
const MOST = 100;

/** Where a text stands in sessions, as `playhead sessions search --json` prints it, page by page. */
export async function searchRoute({ request, context: { storage, upkeep, readers } }: RouteCall): Promise<Response> {
  const params = new URL(request.url).searchParams;
  const text = params.get('text') ?? '';
  const limit = numberOf(params, 'limit', { min: 1, max: MOST }) ?? USUAL_LIMIT;
  const { search: _search, ...query } = queryOf(params);
  const page = await readers.during(() => searchSessions(storage, text, { ...query, limit }, { signal: request.signal, onOutdated: ({ sessionId }) => upkeep.look(sessionId) }));
  return jsonResponse({ schemaVersion: 1, text, ...page });
}
