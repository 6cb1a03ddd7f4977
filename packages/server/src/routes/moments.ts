import { isJsonObject, PlayheadError } from '@playhead/protocol';
import { addMoment, type NewMoment } from '../add-moment.ts';
import { readJson } from '../http/body.ts';
import { jsonResponse } from '../http/responses.ts';
import { findSession } from '../http/session-id.ts';
import { readMoments, readTimeline } from '../session-document.ts';
import type { RouteCall } from './route.ts';

const BODY_BYTES = 64 * 1024;
const FIELDS: ReadonlySet<string> = new Set(['title', 'at', 'description', 'author']);

/** Every moment of a session. */
export async function momentsRoute({ parameters: { id = '' }, context: { storage, readers } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  return jsonResponse(await readers.during(() => readMoments(storage, sessionId)));
}

/** What a session is and where to go in it. */
export async function timelineRoute({ parameters: { id = '' }, context: { storage, readers } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  return jsonResponse(await readers.during(() => readTimeline(storage, sessionId)));
}

/** Marks a point of a session. */
export async function addMomentRoute({ request, parameters: { id = '' }, context: { storage, recordingOf } }: RouteCall): Promise<Response> {
  const { sessionId, redaction } = await findSession(storage, id);
  const moment = momentOf(await readJson(request, BODY_BYTES));
  const recording = recordingOf(redaction ? { policy: redaction.policy } : {});
  return jsonResponse({ moment: await addMoment(moment, { storage, sessionId, recording }) }, { status: 201 });
}

function momentOf(body: unknown): NewMoment {
  if (!isJsonObject(body)) throw new PlayheadError('invalid_payload', 'The body is no JSON object, so nothing was marked. Send {"title": "…"}.');
  const { title, at, description, author, ...others } = body;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new PlayheadError('invalid_payload', `A moment has no field ${JSON.stringify(unknown.slice(0, 64))}, so nothing was marked. It has ${[...FIELDS].join(', ')}.`);
  const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';
  if (typeof title !== 'string' || !isText(description) || !isText(author) || (at !== undefined && typeof at !== 'number')) throw new PlayheadError('invalid_payload', 'A moment has a title, and may have at (microseconds), description and author. Nothing was marked; correct it and send it again.');
  return { title, ...(typeof at === 'number' && { at }), ...(typeof description === 'string' && { description }), ...(typeof author === 'string' && { author }) };
}
