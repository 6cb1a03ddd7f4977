import { isJsonObject, PlayheadError, type JsonObject } from '@playhead/protocol';
import type { HarnessAdapter } from '@playhead/recorder';
import { leadingTexts } from '../hooks/leading-texts.ts';
import { BODY_LIMIT_BYTES, readBody } from '../http/body.ts';
import type { RequestContext, RouteContext } from '../http/context.ts';
import { isLoopback } from '../http/guard.ts';

/** What the hook route answers, whatever happened: an agent must not notice its recorder. */
export function hookAnswer(recorded: boolean): Response {
  return new Response(null, { status: 200, headers: recorded ? { 'playhead-recorded': '1' } : {} });
}

/**
 * `/hooks/{harness}`: records one payload.
 *
 * @returns Whether it is stored.
 * @throws PlayheadError saying why it is not.
 */
export async function receiveHook(request: Request, adapter: HarnessAdapter | undefined, context: RouteContext, connection: RequestContext): Promise<boolean> {
  const body = await readBody(request); // also what is refused is read, so that the sender gets its answer
  if (!adapter) throw new PlayheadError('not_found', 'No harness of this name is set up, so the payload was not stored. Use /hooks/claude.');
  if (request.method !== 'POST') throw new PlayheadError('usage', 'Hook payloads are sent with POST. Nothing was stored.');
  const at = /^\d{1,16}$/.exec(request.headers.get('playhead-at') ?? '')?.[0];
  const delivery = /^[\w.:-]{1,128}$/.exec(request.headers.get('playhead-delivery') ?? '')?.[0];
  const payload = typeof body === 'string' ? parse(body) : leadingTexts(body.prefix);
  return context.receiver.receive(adapter, payload, {
    ...(typeof body === 'string' ? { text: body } : { oversize: { what: `hook payload, longer than ${BODY_LIMIT_BYTES} bytes`, bytes: body.bytes, digest: body.digest } }),
    ...(at !== undefined && isLoopback(connection.remoteAddress) && { at: Number(at) }),
    ...(delivery !== undefined && { delivery }),
    env: environmentOf(request.headers),
  });
}

/** What the agent's environment says of recording: hooks send it as headers, empty where it says nothing. */
function environmentOf(headers: Headers): Readonly<Record<string, string>> {
  const [record, redaction] = [headers.get('playhead-record'), headers.get('playhead-redaction')];
  return { ...(record && { PLAYHEAD_RECORD: record }), ...(redaction && { PLAYHEAD_REDACTION: redaction }) };
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
