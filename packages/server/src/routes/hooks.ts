import { isJsonObject, PlayheadError, type JsonObject } from '@playhead/protocol';
import { isFromHere } from '../history/told-place.ts';
import type { ShellPiece } from '../hooks/shell-outputs.ts';
import { leadingTexts } from '../hooks/leading-texts.ts';
import { BODY_LIMIT_BYTES, readBody } from '../http/body.ts';
import { environmentOf } from '../http/environment.ts';
import { isLoopback } from '../http/guard.ts';
import type { RouteCall } from './route.ts';

/** What became of what a hook told, or could not tell. */
export type HookOutcome = 'recorded' | 'not_recorded';

/**
 * What the hook route answers, whatever happened: an agent must not notice its recorder.
 *
 * @param outcome - Whether it is recorded; else why it never will be. Undefined: it may be when it is sent again.
 */
export function hookAnswer(outcome: HookOutcome | 'invalid_payload' | undefined): Response {
  if (outcome === undefined) return new Response(null, { status: 200 });
  return new Response(null, { status: 200, headers: outcome === 'recorded' ? { 'playhead-recorded': '1' } : { 'playhead-refused': outcome } });
}

/**
 * Records one payload.
 *
 * @throws PlayheadError saying why it is not stored; the sender hears 200 all the same.
 */
export async function hookRoute(call: RouteCall): Promise<Response> {
  const only = call.grant?.token?.sessionId;
  const missed = call.request.headers.get('playhead-missed');
  const printing = call.request.headers.get('playhead-shell');
  if (only !== undefined && (missed ?? printing) !== null) return hookAnswer('not_recorded'); // nobody knows yet into which session they lead
  if (missed !== null) return hookAnswer(await makeUp(call, missed));
  if (printing !== null) return hookAnswer(await print(call, printing));
  return hookAnswer((await receiveHook(call)) ? 'recorded' : 'not_recorded');
}

/** Makes up for hooks of a session on this machine that found no room anywhere. */
async function makeUp(call: RouteCall, session: string): Promise<HookOutcome | undefined> {
  const { request, parameters: { harness }, context } = call;
  const adapter = context.harnesses.find(({ name }) => name === harness);
  return adapter && isFromHere(call) && /^[\w-]{1,128}$/.test(session) ? context.makeUp?.(adapter, session, environmentOf(request.headers)) : 'not_recorded';
}

/** Stores what a command of a session on this machine printed. */
async function print(call: RouteCall, session: string): Promise<HookOutcome | undefined> {
  const { request, parameters: { harness }, context } = call;
  const adapter = context.harnesses.find(({ name }) => name === harness);
  const body = await readBody(request);
  const piece = typeof body === 'string' ? shellPieceOf(parse(body)) : undefined;
  if (!adapter || !piece || !isFromHere(call) || !/^\w[\w.-]{0,127}$/.test(session)) return 'not_recorded';
  const stored = await context.receiver.print(adapter, session, piece, environmentOf(request.headers));
  return stored === undefined ? undefined : stored ? 'recorded' : 'not_recorded';
}

function shellPieceOf({ shell, line, cwd, text, at, next }: JsonObject): ShellPiece | undefined {
  if (typeof shell !== 'string' || typeof line !== 'string' || typeof text !== 'string' || typeof at !== 'number' || !Number.isSafeInteger(at)) return undefined;
  return { shell, line, text, at, ...(typeof cwd === 'string' && { cwd }), ...((next === 'later' || next === 'never') && { next }) };
}

/** @returns Whether it is stored. */
async function receiveHook(call: RouteCall): Promise<boolean> {
  const { request, parameters: { harness }, context, connection, grant } = call;
  const only = grant?.token?.sessionId;
  const adapter = context.harnesses.find(({ name }) => name === harness);
  const body = await readBody(request); // also what is refused is read, so that the sender gets its answer
  if (!adapter) throw new PlayheadError('not_found', 'No harness of this name is set up, so the payload was not stored. Use /hooks/claude.');
  const at = /^\d{1,16}$/.exec(request.headers.get('playhead-at') ?? '')?.[0];
  const hooks = /^([a-z]{1,20})\/([\w.+-]{1,40})$/.exec(request.headers.get('playhead-hooks') ?? '');
  if (hooks?.[1] !== undefined && hooks[2] !== undefined) context.hookVersions.heard(hooks[1], hooks[2]);
  const delivery = /^[\w.:-]{1,128}$/.exec(request.headers.get('playhead-delivery') ?? '')?.[0];
  const payload = typeof body === 'string' ? parse(body) : leadingTexts(body.prefix);
  const module = request.headers.get('playhead-module');
  if (module && adapter.sessionOf(payload) === module) return false; // the plugin runs inside this client too, and sends the same
  return context.receiver.receive(adapter, payload, {
    ...(typeof body === 'string' ? { text: body } : { oversize: { what: `hook payload, longer than ${BODY_LIMIT_BYTES} bytes`, bytes: body.bytes, digest: body.digest } }),
    ...(at !== undefined && isLoopback(connection.remoteAddress) && { at: Number(at) }),
    ...(delivery !== undefined && { delivery }),
    ...(hooks?.[1] !== undefined && { transport: hooks[1] }),
    env: { ...(only !== undefined && { PLAYHEAD_SESSION_ID: only }), ...environmentOf(request.headers) },
    isHere: isFromHere(call),
    mayRemove: !grant?.token || grant.kind === 'admin',
    ...(only !== undefined && { only }),
  });
}

function parse(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Without the cause, which quotes the payload.
    throw new PlayheadError('invalid_payload', `A hook payload of ${text.length} characters is not JSON, so it was not stored. Check what sends it.`);
  }
  if (isJsonObject(value)) return value;
  throw new PlayheadError('invalid_payload', 'A hook payload is JSON but not an object, so it was not stored. Check what sends it.');
}
