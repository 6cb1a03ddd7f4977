import { encodeRecord, isPlayheadError, limitFault, PlayheadError, type SessionRecord } from '@playhead/protocol';
import { parseRecord } from '@playhead/protocol/schemas';
import { createProducer, type RecordGuard } from '@playhead/recorder';
import { readText } from '../http/body.ts';
import { jsonResponse } from '../http/responses.ts';
import { findSession } from '../http/session-id.ts';
import type { RouteCall } from './route.ts';

/**
 * Appends lines, all or none. What a sender should have taken
 * out is taken out here; a line without anything to take out is stored byte for byte.
 */
export async function appendRecords({ request, parameters: { id = '' }, context: { storage, recordingOf } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  const lines = (await readText(request)).split('\n').filter((line) => line.trim() !== '');
  const guard = await recordingOf().guard();
  const stored = lines.map((line, index) => {
    const record = checkedRecord(line, guard, `Line ${index + 1} of ${lines.length}`);
    const safe = guard.whole(record);
    return safe === record ? line : encodeRecord(safe);
  });
  const producer = createProducer({ via: 'sdk' });
  const counts = guard.take().map((input) => producer.produce(input).line);
  if (stored.length > 0) await storage.append(sessionId, [...stored, ...counts]);
  return jsonResponse({ accepted: lines.length });
}

function checkedRecord(line: string, { limits }: RecordGuard, where: string): SessionRecord {
  const bytes = line.length * 3 <= limits.eventBytes ? 0 : new TextEncoder().encode(line).length;
  if (bytes > limits.eventBytes) throw tooLarge(`${where} holds ${bytes} bytes; the limit is ${limits.eventBytes}`);
  const record = recordOf(line, where);
  const fault = limitFault(record.data, limits);
  if (fault) throw tooLarge(`${where} ${fault === 'depth' ? `is nested deeper than ${limits.depth}` : `has more than ${limits.keys} keys`}`);
  return record;
}

function recordOf(line: string, where: string): SessionRecord {
  try {
    return parseRecord(line);
  } catch (error) {
    const why = isPlayheadError(error) ? error.message : 'it is no record of this format.';
    throw new PlayheadError('invalid_event', `${where} cannot be recorded, so none of them was stored: ${why} Send them again once it is corrected.`, { cause: error });
  }
}

function tooLarge(what: string): PlayheadError {
  return new PlayheadError('payload_too_large', `${what}. None of the lines was stored. Keep large values as blobs, and send the others again.`);
}
