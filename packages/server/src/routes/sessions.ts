import { OUTCOMES, PlayheadError, SESSION_SORTS, type SessionInfo, type SessionStatus, type SessionStorage } from '@playhead/protocol';
import { listReviewedSessions, openSession, type ReviewedQuery, SESSION_AGREEMENTS, SESSION_INDEX_VERSION, withKeptOutcome, withReview } from '@playhead/replay-core';
import { choiceOf } from '../http/parameters.ts';
import { jsonResponse } from '../http/responses.ts';
import { findSession, sessionIdOf } from '../http/session-id.ts';
import { readDocument, readTurnDocument } from '../session-document.ts';
import { nameOf } from './retention.ts';
import { readDiff } from '../session-diff.ts';
import type { RouteCall } from './route.ts';

const TEXTS = ['harness', 'harnessSessionId', 'workspaceName', 'project', 'agentName', 'identity', 'task', 'search', 'cursor', 'id'] as const;
const NUMBERS = ['after', 'before', 'minBytes', 'maxBytes', 'limit'] as const;
/** How many tags a query may name. */
const MOST_TAGS = 100;
/** How many paths a diff may name. */
const MOST_PATHS = 100;
const STATUSES: readonly string[] = ['recording', 'processing', 'completed', 'failed'] satisfies SessionStatus[];

/** A page of sessions. */
export async function sessionsRoute({ request, context: { storage, upkeep } }: RouteCall): Promise<Response> {
  return jsonResponse(await listReviewedSessions(storage, queryOf(new URL(request.url).searchParams), { onOutdated: ({ sessionId }) => upkeep.look(sessionId) }));
}

/** What is known of a session. */
export async function sessionRoute({ parameters: { id = '' }, context: { storage } }: RouteCall): Promise<Response> {
  const session = await findSession(storage, id);
  return jsonResponse({ session: await reviewed(storage, session) });
}

async function reviewed(storage: SessionStorage, session: SessionInfo): Promise<SessionInfo> {
  return withKeptOutcome(storage, withReview(session, storage.capabilities.annotations ? await storage.annotations(session.sessionId) : []));
}

/** The removal of a session. */
export async function deleteRoute({ parameters: { id = '' }, context: { storage, logs }, grant }: RouteCall): Promise<Response> {
  const sessionId = sessionIdOf(id);
  await storage.delete(sessionId, { action: 'delete', by: nameOf(grant) });
  logs.forget(storage, sessionId);
  return new Response(null, { status: 204 });
}

/** The session put together, as `playhead sessions show --json` prints it; with `?turn=N` one turn of it. */
export async function documentRoute({ request, parameters: { id = '' }, context: { storage, readers } }: RouteCall): Promise<Response> {
  const turn = turnOf(request);
  if (turn !== undefined) return jsonResponse(await readers.during(async () => readTurnDocument(storage, await openSession(storage, sessionIdOf(id), { signal: request.signal }), turn)));
  const { sessionId } = await findSession(storage, id);
  return jsonResponse(await readers.during(() => readDocument(storage, sessionId)));
}

/** What the session made of files, as `playhead sessions diff --json` prints it; with `?path=` only files there. */
export async function diffRoute({ request, parameters: { id = '' }, context: { storage, readers } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  return jsonResponse(await readers.during(() => readDiff(storage, sessionId, new URL(request.url).searchParams.getAll('path').slice(0, MOST_PATHS))));
}

/** What the log holds and where, with the turns; with `?turn=N` also the steps of one. */
export async function indexRoute({ request, parameters: { id = '' }, context: { storage, readers } }: RouteCall): Promise<Response> {
  const turn = turnOf(request);
  const { index, session, turns } = await readers.during(() => openSession(storage, sessionIdOf(id), { signal: request.signal }));
  const { cursor, records, bytes, chunks } = index;
  const head = turns[(turn ?? 0) - 1];
  if (turn !== undefined && !head) throw new PlayheadError('not_found', `This session has ${turns.length} turns, so there is no turn ${turn}. Ask for another one.`);
  return jsonResponse({ schemaVersion: SESSION_INDEX_VERSION, session: await reviewed(storage, session), cursor, records, bytes, turns, chunks, ...(head && { steps: index.steps(head.id) }) });
}

function turnOf(request: Request): number | undefined {
  const value = new URL(request.url).searchParams.get('turn');
  if (value === null) return undefined;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new PlayheadError('usage', 'The parameter turn must be a whole number from 1. Correct it and ask again.');
}

/** Which sessions the parameters of an address mean. @throws PlayheadError `usage`. */
export function queryOf(params: URLSearchParams): ReviewedQuery {
  const query: Record<string, string | number | boolean | readonly string[]> = {};
  for (const name of TEXTS) {
    const value = params.get(name);
    if (value !== null) query[name] = value;
  }
  for (const name of NUMBERS) {
    const value = params.get(name);
    if (value === null) continue;
    if (!/^\d{1,16}$/.test(value)) throw new PlayheadError('usage', `The parameter ${name} must be a whole number of digits. Correct it and ask again.`);
    query[name] = Number(value);
  }
  const tags = params.getAll('tag');
  if (tags.length > MOST_TAGS) throw new PlayheadError('usage', `A query names at most ${MOST_TAGS} tags. Ask for fewer.`);
  if (tags.length > 0) query['tags'] = tags;
  for (const [name, known] of [['status', STATUSES], ['outcome', OUTCOMES]] as const) {
    const value = params.get(name);
    if (value === null) continue;
    if (!known.some((word) => word === value)) throw new PlayheadError('usage', `The parameter ${name} must be one of ${known.join(', ')}. Correct it and ask again.`);
    query[name] = value;
  }
  const [sort, order] = [choiceOf(params, 'sort', SESSION_SORTS), choiceOf(params, 'order', ['ascending', 'descending'])];
  if (sort !== undefined) query['sort'] = sort;
  if (order !== undefined) query['order'] = order;
  const agreement = choiceOf(params, 'agreement', SESSION_AGREEMENTS);
  if (agreement !== undefined) query['agreement'] = agreement;
  for (const name of ['hasTerminal', 'needsReview', 'pinned']) {
    const value = choiceOf(params, name, ['true', 'false']);
    if (value !== undefined) query[name] = value === 'true';
  }
  return query as ReviewedQuery; // every key was put in above, from its own list and with its own type
}
