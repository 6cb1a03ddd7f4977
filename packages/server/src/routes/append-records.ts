import { encodeRecord, isPlayheadError, limitFault, PlayheadError, type AppendDurability, type SessionRecord } from '@playhead/protocol';
import { parseRecord } from '@playhead/protocol/schemas';
import { createProducer, type RecordGuard } from '@playhead/recorder';
import type { NewLine } from '../append/session-log.ts';
import { isFromHere, withoutPlace } from '../history/told-place.ts';
import { readText } from '../http/body.ts';
import { choiceOf } from '../http/parameters.ts';
import { jsonResponse } from '../http/responses.ts';
import { sessionIdOf } from '../http/session-id.ts';
import type { RouteCall } from './route.ts';

const DURABILITIES: readonly AppendDurability[] = ['write', 'fsync'];

/**
 * Appends lines, all or none. What a sender should have taken out is taken out here; a line without anything to take out is stored byte
 * for byte. A line that is stored already, as it would be stored now, is not stored again.
 */
export async function appendRecords(call: RouteCall): Promise<Response> {
  const { request, parameters: { id = '' }, context: { storage, recordingOf, logs } } = call;
  const isHere = isFromHere(call);
  const sessionId = sessionIdOf(id);
  const params = new URL(request.url).searchParams;
  const durability = choiceOf(params, 'durability', DURABILITIES) ?? 'write';
  const keepExisting = choiceOf(params, 'existing', ['keep', 'refuse']) === 'keep';
  const lines = (await readText(request)).split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line)).filter((line) => line.trim() !== '');
  const guard = await recordingOf().guard();
  const changed = new Set<SessionRecord>();
  const checked = lines.map((line, index): NewLine => {
    const record = checkedRecord(line, guard, `Line ${index + 1} of ${lines.length}`);
    const placed = isHere ? record : placeless(record);
    const safe = guard.whole(placed);
    if (safe === record) return { line, record };
    changed.add(safe);
    return { line: encodeRecord(safe), record: safe };
  });
  const { duplicates, conflicts } = await logs.append(storage, sessionId, {
    lines: checked, durability, keepExisting,
    rest: async (fresh) => {
      if (changed.size === 0) return [];
      // What was taken out is counted once: of the lines that are new.
      if (fresh.length === checked.length) return countsOf(guard);
      const counting = await recordingOf().guard();
      const stored = new Set(fresh.map(({ record }) => record));
      for (const [index, { record }] of checked.entries()) if (stored.has(record) && changed.has(record)) counting.whole(parseRecord(lines[index] ?? ''));
      return countsOf(counting);
    },
  });
  return jsonResponse({ accepted: lines.length - conflicts, duplicates, conflicts });
}

/** What another machine tells of a session is not where files of this one lie. */
function placeless(record: SessionRecord): SessionRecord {
  if (record.type !== 'session_start' && record.type !== 'session_update') return record;
  const data = withoutPlace(record.data);
  return data === record.data ? record : { ...record, data };
}

function countsOf(guard: RecordGuard): readonly string[] {
  const producer = createProducer({ via: 'sdk' });
  return guard.take().map((input) => producer.produce(input).line);
}

function checkedRecord(line: string, { limits }: RecordGuard, where: string): SessionRecord {
  const bytes = line.length * 3 <= limits.eventBytes ? 0 : new TextEncoder().encode(line).length;
  if (bytes > limits.eventBytes) throw tooLarge(`${where} holds ${bytes} bytes; the limit is ${limits.eventBytes}`);
  const record = recordOf(line, where);
  // Its content would be as good as gone, which not everybody who may record may do.
  if (record.type === 'session_dropped') throw new PlayheadError('invalid_event', `${where} says that the session was removed, so none of them was stored. To remove its content, send POST to /api/v1/sessions/{id}/drop.`);
  const fault = limitFault(record.data, limits);
  if (fault) throw tooLarge(`${where} ${fault === 'depth' ? `is nested deeper than ${limits.depth}` : `has more than ${limits.keys} keys`}`);
  return record;
}

function recordOf(line: string, where: string): SessionRecord {
  try {
    if (line.includes('\r')) throw new PlayheadError('invalid_event', 'It holds a carriage return that is not escaped.'); // it would end a line of an event stream
    return parseRecord(line);
  } catch (error) {
    const why = isPlayheadError(error) ? error.message : 'it is no record of this format.';
    throw new PlayheadError('invalid_event', `${where} cannot be recorded, so none of them was stored: ${why} Send them again once it is corrected.`, { cause: error });
  }
}

function tooLarge(what: string): PlayheadError {
  return new PlayheadError('payload_too_large', `${what}. None of the lines was stored. Keep large values as blobs, and send the others again.`);
}
