import { isPlayheadError, PlayheadError } from '@playhead/protocol';
import { eventSchemas, parseEventData } from '@playhead/protocol/schemas';
import type { RecordInput } from '@playhead/recorder';
import { recordKey } from './record-key.ts';
import type { EventArguments, EventFields } from './tool-inputs.ts';
import { fieldsOf, jsonSchemaOf } from './tool-schema.ts';

/** What one event may hold. */
const EVENT_BYTES = 256 * 1024;

/** What the recorder alone says of a session: an agent that could say it would end, rename or remove what others recorded. */
const RESERVED: ReadonlySet<string> = new Set(['session_start', 'session_update', 'session_stop', 'session_status', 'session_dropped', 'recorder_gap', 'oversize', 'redaction']);

/**
 * Checks the events of a call and makes records of them: all or none.
 *
 * @throws PlayheadError `invalid_payload`, `invalid_event`, `payload_too_large`, saying which event is to be corrected and how.
 */
export function eventRecords({ type, data, events, ...rest }: EventArguments): readonly RecordInput[] {
  if (events && (type !== undefined || data !== undefined)) throw new PlayheadError('invalid_payload', 'record_event did nothing: it was given `events` and an event of its own. Put all of them into `events`.');
  if (events) {
    const keyed = rest.idempotencyKey;
    return events.map((event, index) => recordOf({ ...event, idempotencyKey: event.idempotencyKey ?? (keyed === undefined ? undefined : `${keyed}#${index}`) }, `event ${index + 1} of ${events.length}`));
  }
  if (type === undefined || data === undefined) throw new PlayheadError('invalid_payload', 'record_event did nothing: it needs `type` and `data`, or `events` with those of each. Call it again with them.');
  return [recordOf({ type, data, ...rest }, 'the event')];
}

function recordOf({ type, data, at, turn, call, agent, idempotencyKey }: EventFields, what: string): RecordInput {
  if (RESERVED.has(type)) throw new PlayheadError('invalid_event', `Nothing was recorded: ${what} is of the type ${type}, which the recorder writes itself. Use record_start, record_stop, record_note or record_marker, or another type.`);
  const bytes = new TextEncoder().encode(JSON.stringify(data)).length;
  if (bytes > EVENT_BYTES) throw new PlayheadError('payload_too_large', `Nothing was recorded: ${what} holds ${bytes} bytes; an event may hold ${EVENT_BYTES}. Record the part that matters, or several events.`);
  try {
    parseEventData(type, data);
  } catch (error) {
    const why = isPlayheadError(error) ? error.message : 'its data does not fit its type.';
    throw new PlayheadError('invalid_event', `Nothing was recorded, because of ${what}: ${why} ${fieldsOfType(type)}`, { cause: error });
  }
  return {
    type, data,
    ...(at !== undefined && { at }), ...(turn !== undefined && { turn }), ...(call !== undefined && { call }), ...(agent !== undefined && { agent }), ...recordKey(idempotencyKey),
  };
}

/** The data of a known type in words: `terminal_command takes command, cwd?.` */
export function fieldsOfType(type: string): string {
  const { properties, required } = jsonSchemaOf(eventSchemas[type as keyof typeof eventSchemas]) as { properties: Record<string, unknown>; required?: readonly string[] }; // known types are objects
  const { extra: _extra, ...named } = properties;
  return `${type} takes ${fieldsOf(named, required ?? [])}.`;
}
