import { describeEvent, eventRegistry, type EventDescription, type EventKind, type SessionRecord } from '@playhead/protocol';
import { dataOf } from './read-data.ts';

const KINDS: ReadonlyMap<unknown, EventKind> = new Map([...eventRegistry.values()].map(({ kind }) => [kind, kind]));

/** Describes a record as its registry entry does; a tool call may say which family it is shown as. */
export function describeRecord(record: SessionRecord): EventDescription {
  const described = describeEvent(record);
  const kind = record.type === 'tool_call' ? KINDS.get(dataOf(record)['kind']) : undefined;
  return kind ? { ...described, kind } : described;
}
