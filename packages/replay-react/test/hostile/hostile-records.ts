import { eventRegistry, type EventType, type JsonObject, type JsonValue, type SessionRecord } from '@playhead/protocol';
import { eventSchemas } from '@playhead/protocol/schemas';
import { choicesOf, fill, openMap } from './schema-values.ts';

const START = 1_760_000_000_000_000;

/** Types that start and end a session, which stand where a recording has them, and the one that stands alone. */
const FRAME = new Set<string>(['session_start', 'session_stop', 'session_dropped']);

/** How many ways to end a step has: the statuses of `tool_result`. */
const ENDS = choicesOf(eventSchemas.tool_result);

/**
 * One record of every known type and one of an unknown type, with a text of ours in every field that takes one, as they
 * come out of JSON. `choice` says which of several values enums and unions take; with `words` our text stands also where
 * only a few words are known.
 */
export function hostileRecords(text: (path: string) => string, choice: number, words = false): readonly SessionRecord[] {
  const types = Object.keys(eventSchemas).filter((type) => !FRAME.has(type));
  const data = (type: string, at: number): JsonObject => {
    const schema = eventSchemas[type as EventType]; // a key of the registry
    let lines = 0;
    const signed = (path: string): string => (path === 'hunks[].lines[]' ? ['+', '-', ' '][lines++ % 3] ?? '' : ''); // what begins otherwise is no line of a diff
    // Every schema of the registry describes an object.
    return fill(schema, { choice: at, words, text: (path) => `${signed(path)}${text(`${type}.${path}`)}` }) as JsonObject;
  };
  const lines: { type: string; data: JsonObject; call?: string }[] = [{ type: 'session_start', data: data('session_start', choice) }];
  let calls = 0;
  for (const type of types) {
    const role = eventRegistry.get(type)?.step;
    // Every kind of call has output, edits and results of its own, so that each way of opening a step meets each way of showing
    // one: first those that went well, then one for each way to end, with tests, which are shown in the place of anything else.
    const kinds = choicesOf(eventSchemas[type as EventType]); // a key of the registry
    for (let other = 0; other < (role === 'opens' ? kinds + ENDS : 1); other += 1) {
      if (role === 'opens') calls += 1;
      const call = `${text('call').slice(0, 1000)}#${calls}`;
      lines.push({ type, data: data(type, choice + other), ...(role && { call }) });
      if (role === 'opens') for (const inner of ['terminal_output', 'file_diff', ...(other < kinds ? [] : ['test_result']), 'tool_result']) lines.push({ type: inner, data: data(inner, inner !== 'tool_result' ? choice + calls : Math.max(0, other - kinds)), call });
    }
  }
  lines.push({ type: text('type').slice(0, 1000), data: openMap({ choice, text: (path) => text(`unknown.${path}`) }, '') });
  lines.push({ type: 'session_stop', data: data('session_stop', choice) });
  const records = lines.map(({ type, data: details, call }, n): SessionRecord => ({
    $r: 1, id: `${text('id').slice(0, 1000)}#${n}`, p: text('p').slice(0, 1000) || 'p', e: 0, n, at: START + n * 1_000_000, type, via: 'sdk', data: details,
    turn: text('turn').slice(0, 1000), key: `${text('key').slice(0, 1000)}#${n}`, ...(call !== undefined && { call }), ...(n % 3 === 2 && { agent: text('agent').slice(0, 1000) }),
  }));
  return JSON.parse(JSON.stringify(records)) as SessionRecord[]; // written just now
}

/** A session whose content was removed: its one record, with a text of ours in every field that takes one. */
export function droppedRecords(text: string): readonly SessionRecord[] {
  const data = fill(eventSchemas.session_dropped, { choice: 0, text: () => text, words: true }) as JsonObject; // every schema of the registry describes an object
  return [{ $r: 1, id: 'r', p: 'p', e: 0, n: 0, at: START, type: 'session_dropped', via: 'sdk', data }];
}

/** Every text of a value, keys included. */
export function textsOf(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]);
}
