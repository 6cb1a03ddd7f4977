import { LOG_END, PlayheadError } from '@playhead/protocol';
import { storageSource } from '@playhead/replay-core';
import { afterOf, readTerminalDocument } from '@playhead/replay-core/terminal';
import { jsonResponse } from '../http/responses.ts';
import { findSession } from '../http/session-id.ts';
import type { RouteCall } from './route.ts';

/** What one terminal did in a part of a log. */
export async function terminalRoute({ request, parameters: { id = '' }, context: { storage, readers, closing } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  const params = new URL(request.url).searchParams;
  const call = params.get('call');
  if (call === null) throw new PlayheadError('usage', 'A terminal is asked for by the call of its records. Add ?call= and one of the terminals of the timeline.');
  const told = params.get('after');
  const after = told === null ? undefined : afterOf(told);
  if (told !== null && !after) throw new PlayheadError('usage', 'The parameter after must be an epoch, a number and a producer with points between them. Leave it out, or take it from the answer before.');
  const range = { call, from: params.get('from') ?? '', to: params.get('to') ?? LOG_END, ...(after && { after }), signal: AbortSignal.any([request.signal, closing]) };
  return jsonResponse(await readers.during(() => readTerminalDocument(storageSource(storage, sessionId, { live: false }), range)));
}
