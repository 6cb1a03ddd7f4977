import type { Annotation, JsonObject } from '@playhead/protocol';

/** One annotation of every type and one of an unknown type, with a text of ours in every field that takes one, on the first events of a session. */
export function hostileAnnotations(text: string, eventIds: readonly string[], at: number): readonly Annotation[] {
  const anchors: readonly JsonObject[] = ['session', 'turn', 'event', 'range', 'line', text].flatMap((on, index) => [
    { on, eventId: eventIds[index] ?? text, key: text, call: text, turn: text, at, until: at + 9_000_000, untilEventId: text, untilKey: text, path: text, side: 'new', line: 1, quote: text, before: [text], after: [text] },
  ]);
  const event = (index: number): JsonObject => ({ on: 'event', eventId: eventIds[index] ?? text, at });
  const said: readonly (readonly [type: string, data: JsonObject])[] = [
    ...anchors.map((anchor): [string, JsonObject] => ['note', { text, anchor }]),
    ['note', { text, replyTo: id(0) }], ['note_edit', { note: id(1), text }], ['note_resolve', { note: id(2), resolved: true }],
    ['rating', { anchor: { on: 'turn', turn: text, eventId: eventIds[1] ?? text }, rating: 'wrong' }], ['tag', { tag: text, set: true }], ['flag', { set: true, reason: text }],
    ['viewed', { path: text, hash: text, viewed: true }], ['verdict', { verdict: 'rejected', text }], ['outcome', { outcome: 'failed', reason: text }], ['marker', { marker: text, state: 'dismissed', reason: text }],
    ['chapter', { action: 'rename', title: text, anchor: event(1) }], ['chapter', { action: 'add', title: text, anchor: event(3) }], ['moment', { action: 'add', title: text, anchor: event(4) }],
    ['moment', { action: 'move', anchor: event(4), to: event(6) }], [text, { [text]: text }],
  ];
  return said.map(([type, data], index): Annotation => ({ id: id(index), at: at + index, author: text, ...(index % 2 === 1 && { by: 'agent' as const }), type, data }));
}

function id(number: number): string {
  return `01937d1e-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
