import { PlayheadError, type SessionInfo } from '@playhead/protocol';
import { CATALOG_KINDS, collectCatalog, collectStatistics, compareVersions, countFacets, type FiguresQuery, type GatherOptions } from '@playhead/replay-core/metrics';
import { choiceOf, numberOf } from '../http/parameters.ts';
import { jsonTextResponse } from '../http/responses.ts';
import type { RouteCall } from './route.ts';
import { queryOf } from './sessions.ts';

const MOST = 1000;

/** Sessions in figures. */
export async function statisticsRoute({ request, context: { storage, upkeep, readers, told } }: RouteCall): Promise<Response> {
  const params = paramsOf(request);
  const period = choiceOf(params, 'period', ['day', 'week', 'month']);
  return jsonTextResponse(await readers.during(() => told.of(request.url, () => collectStatistics(storage, filterOf(params), { ...gathering(request, upkeep), ...(period && { period }), ...mostOf(params) }))));
}

/** How many sessions there are of each kind. */
export async function facetsRoute({ request, context: { storage, upkeep, readers, told } }: RouteCall): Promise<Response> {
  const params = paramsOf(request);
  return jsonTextResponse(await readers.during(() => told.of(request.url, () => countFacets(storage, filterOf(params), { ...gathering(request, upkeep), ...mostOf(params) }))));
}

/** What sessions used. */
export async function catalogRoute({ request, context: { storage, upkeep, readers, told } }: RouteCall): Promise<Response> {
  const params = paramsOf(request);
  const kind = choiceOf(params, 'kind', CATALOG_KINDS);
  const name = params.get('name');
  return jsonTextResponse(await readers.during(() => told.of(request.url, () => collectCatalog(storage, filterOf(params), { ...gathering(request, upkeep), ...(kind && { kinds: [kind] }), ...(name !== null && { name }), ...mostOf(params) }))));
}

/** Two versions beside each other. */
export async function compareRoute({ request, context: { storage, upkeep, readers, told } }: RouteCall): Promise<Response> {
  const params = paramsOf(request);
  const [kind, name, a, b] = [choiceOf(params, 'kind', CATALOG_KINDS), params.get('name'), params.get('a'), params.get('b')];
  if (kind === undefined || name === null) throw new PlayheadError('usage', 'The parameters kind and name say what is compared. Give both, as the catalog has them.');
  if ((a === null) !== (b === null)) throw new PlayheadError('usage', 'The parameters a and b name two versions: give both, or none for the last two. Correct it and ask again.');
  return jsonTextResponse(await readers.during(() => told.of(request.url, () => compareVersions(storage, filterOf(params), { ...gathering(request, upkeep), kind, name, ...(a !== null && b !== null && { versions: [a, b] }) }))));
}

function paramsOf(request: Request): URLSearchParams {
  return new URL(request.url).searchParams;
}

/** How many are named, where the address says. */
export function mostOf(params: URLSearchParams): { readonly most?: number } {
  const most = numberOf(params, 'most', { min: 1, max: MOST });
  return most === undefined ? {} : { most };
}

/** Which sessions, as in lists; all pages of them. */
export function filterOf(params: URLSearchParams): FiguresQuery {
  const { limit: _limit, cursor: _cursor, ...filter } = queryOf(params);
  return filter;
}

/** Ends with the request, and has what is not measured measured behind it. */
export function gathering({ signal }: Request, upkeep: { look(sessionId: string): void }): GatherOptions {
  return { signal, onOutdated: ({ sessionId }: Pick<SessionInfo, 'sessionId'>) => upkeep.look(sessionId) };
}
