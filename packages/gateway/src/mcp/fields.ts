import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';

/** The parts of an object that are there: what `exactOptionalPropertyTypes` asks for. */
export function present(source: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined));
}

/** An object that holds something; undefined for an empty one. */
export function filled(source: JsonObject): JsonObject | undefined {
  return Object.keys(source).length > 0 ? source : undefined;
}

/** A text of an object that came from outside. */
export function textIn(source: JsonValue | undefined, field: string): string | undefined {
  const value = isJsonObject(source) ? source[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** An object in an object that came from outside; an empty one where there is none. */
export function objectIn(source: JsonValue | undefined, field: string): JsonObject {
  const value = isJsonObject(source) ? source[field] : undefined;
  return isJsonObject(value) ? value : {};
}

/** A list of objects that came from outside, without whatever else is in it. */
export function objectsIn(source: JsonValue | undefined, field: string): readonly JsonObject[] {
  const value = isJsonObject(source) ? source[field] : undefined;
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The first line of a text, at a length for lists. */
export function firstLineOf(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 500) ?? '';
}
