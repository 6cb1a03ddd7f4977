import { isJsonObject, PlayheadError, type JsonObject, type JsonValue } from '@playhead/protocol';
import { createAnnotator, type AnnotationDraft } from '@playhead/replay-core';
import { parseRetentionPolicy, pinSession, retainSession, sessionRetentionOf } from '@playhead/replay-core/retention';
import type { Grant } from '../access/grant.ts';
import { readJson, readText } from '../http/body.ts';
import type { RouteContext } from '../http/context.ts';
import { jsonResponse } from '../http/responses.ts';
import { findSession } from '../http/session-id.ts';
import { safeAnnotation } from './annotations.ts';
import type { RouteCall } from './route.ts';

/** More than any of these bodies can need. In bytes. */
const BODY_BYTES = 64 * 1024;
const LONGEST_NAME = 200;

/** How much is kept, who says so, and how it went the last time. */
export async function retentionRoute({ context }: RouteCall): Promise<Response> {
  return jsonResponse(statedBy(context));
}

/** Says how much is kept: `{ policy }`; null takes it back. */
export async function setRetentionRoute({ request, context }: RouteCall): Promise<Response> {
  const { options } = kept(context);
  if (!options.setPolicy) throw new PlayheadError('usage', 'How much this server keeps cannot be changed over the API. Whoever runs it says so.');
  const { policy } = objectIn(await readJson(request, BODY_BYTES));
  if (policy === undefined) throw refused('policy is missing');
  options.setPolicy(context.workspace, policy === null ? undefined : parseRetentionPolicy(policy, 'policy'));
  return jsonResponse(statedBy(context));
}

/** Removes what is not to be kept now; with `dryRun` says what that would be. */
export async function pruneRoute({ request, context, grant }: RouteCall): Promise<Response> {
  const { keeper } = kept(context);
  const body = await readText(request, BODY_BYTES);
  const { policy, dryRun, project, workspaceName } = body.trim() === '' ? {} : objectIn(parsed(body));
  if (dryRun !== undefined && typeof dryRun !== 'boolean') throw refused('dryRun is true or false');
  const query = { ...textIn({ project }, 'project'), ...textIn({ workspaceName }, 'workspaceName') };
  const asked = policy === undefined ? {} : { policy: parseRetentionPolicy(policy, 'policy') };
  return jsonResponse(await keeper.prune(context.workspace, { ...asked, query, dryRun: dryRun === true, by: nameOf(grant), signal: request.signal }));
}

/** What was removed, the oldest first. */
export async function auditRoute({ context }: RouteCall): Promise<Response> {
  const { options } = kept(context);
  return jsonResponse({ schemaVersion: 1, entries: (await options.auditOf?.(context.workspace)) ?? [] });
}

/** How long a session is kept, as people said. */
export async function sessionRetentionRoute({ parameters: { id = '' }, context: { storage } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  return jsonResponse({ retention: sessionRetentionOf(await storage.annotations(sessionId)) });
}

/** Says how long a session is kept: `{ pinned }`, `{ keepUntil }`, `{ keepDays }`; null for one of the last two takes both back. */
export async function setSessionRetentionRoute({ request, parameters: { id = '' }, context: { storage, recordingOf }, grant }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  const body = objectIn(await readJson(request, BODY_BYTES));
  const drafts = draftsOf(body);
  if (drafts.length === 0) throw refused('none of pinned, keepUntil and keepDays is there');
  const { author = nameOf(grant) } = textIn(body, 'author');
  const guard = await recordingOf().guard();
  const annotate = createAnnotator();
  for (const draft of drafts) await storage.annotate(sessionId, safeAnnotation(annotate(author.slice(0, LONGEST_NAME) || nameOf(grant), draft), guard));
  return jsonResponse({ retention: sessionRetentionOf(await storage.annotations(sessionId)) });
}

function draftsOf(body: JsonObject): readonly AnnotationDraft[] {
  const { pinned, keepUntil, keepDays } = body;
  if (pinned !== undefined && typeof pinned !== 'boolean') throw refused('pinned is true or false');
  const said = [['keepUntil', keepUntil], ['keepDays', keepDays]].filter((entry): entry is ['keepUntil' | 'keepDays', JsonValue] => entry[1] !== undefined);
  const limits = said.filter(([, value]) => value !== null);
  const pins = pinned === undefined ? [] : [pinSession(pinned, textIn(body, 'reason').reason)];
  if (said.length === 0) return pins;
  if (limits.length > 1) throw refused('keepUntil and keepDays are not said together');
  if (limits.some(([, value]) => typeof value !== 'number')) throw refused('keepUntil and keepDays are numbers, or null');
  try {
    return [...pins, retainSession(Object.fromEntries(limits))];
  } catch (error) {
    throw refused(error instanceof Error ? error.message.replace(/\.$/, '') : 'keepUntil or keepDays cannot be');
  }
}

function statedBy(context: RouteContext): unknown {
  const { options, keeper } = kept(context);
  return { schemaVersion: 1, ...options.policyOf(context.workspace), ...keeper.stateOf(context.workspace) };
}

function kept({ retention }: RouteContext): NonNullable<RouteContext['retention']> {
  if (retention) return retention;
  throw new PlayheadError('not_found', 'This server removes nothing by itself, and knows no retention policy. Whoever mounts it can hand one in.');
}

/** Who asks, for the audit. */
export function nameOf(grant: Grant | undefined): string {
  return grant?.token?.name ?? 'this machine';
}

function textIn<Name extends string>(body: Readonly<Partial<Record<Name, unknown>>>, name: Name): { readonly [Key in Name]?: string } {
  const value = body[name];
  if (value === undefined) return {};
  if (typeof value !== 'string') throw refused(`${name} is a text`);
  return { [name]: value } as { readonly [Key in Name]?: string }; // the one key that was asked for
}

function objectIn(value: unknown): JsonObject {
  if (isJsonObject(value)) return value;
  throw refused('The body is not a JSON object');
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function refused(what: string): PlayheadError {
  return new PlayheadError('invalid_payload', `${what}, so nothing was done. GET /api/v1/openapi.json says what this address takes.`);
}
