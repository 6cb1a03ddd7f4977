import fc from 'fast-check';
import { encodeRecord, type JsonObject, type JsonValue, type SessionRecord } from '@playhead/protocol';

/** Text as agents and terminals produce it at their worst: lone surrogates, NUL, prefixes. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom('{"$r":1,"id":"', '\n{"$r":', '\u0000\u0000', '\ud800', '\udc00x', '\u2028', '$r', '"}', '\\'),
);

const anyKey = fc.oneof(anyText, fc.constantFrom('$r', '$$r', '$$$r', '$r ', 'r', '__proto__', 'constructor', 'toString', 'data', 'text', 'title', 'name', 'path', 'tasks', 'status'));

/** Any value that JSON can hold. */
export const anyJson: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    anyText, fc.boolean(), fc.constant(null), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(anyKey, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** Any object that JSON can hold. */
export const anyObject: fc.Arbitrary<JsonObject> = fc.array(fc.tuple(anyKey, anyJson), { maxLength: 6 }).map((entries) => Object.fromEntries(entries));

/** A record with the given parts; the rest is ordinary. */
export function recordWith(parts: Partial<SessionRecord> = {}): SessionRecord {
  return { $r: 1, id: '01937d1e-0000-7000-8000-000000000000', p: 'sdk-1', e: 0, n: 0, at: 1763693890123456, type: 'moment', via: 'sdk', data: {}, ...parts };
}

/** The line of a record with the given parts. */
export function lineWith(parts: Partial<SessionRecord> = {}): string {
  return encodeRecord(recordWith(parts));
}
