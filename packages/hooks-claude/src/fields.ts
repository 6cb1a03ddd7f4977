import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';

/**
 * Reads an untrusted object field by field. A field of the wrong type counts as not read, so that
 * {@link Fields.rest} keeps it: nothing of a payload is lost and nothing throws.
 */
export interface Fields {
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  flag(name: string): boolean | undefined;
  object(name: string): JsonObject | undefined;
  list(name: string): readonly JsonValue[] | undefined;
  value(name: string): JsonValue | undefined;
  /** Leaves fields out of the rest. */
  drop(...names: readonly string[]): void;
  /** What nobody read; undefined when nothing is left. */
  rest(): JsonObject | undefined;
}

/** Makes a reader of an object; anything else reads as an empty one. */
export function fieldsOf(source: unknown): Fields {
  const left = new Map<string, JsonValue | undefined>(isJsonObject(source) ? Object.entries(source) : []);
  function take<Value extends JsonValue>(name: string, fits: (value: JsonValue) => value is Value): Value | undefined {
    const value = left.get(name);
    if (value === undefined || !fits(value)) return undefined;
    left.delete(name);
    return value;
  }
  return {
    text: (name) => take(name, (value) => typeof value === 'string'),
    number: (name) => take(name, (value): value is number => typeof value === 'number' && Number.isFinite(value)),
    flag: (name) => take(name, (value) => typeof value === 'boolean'),
    object: (name) => take(name, isJsonObject),
    list: (name) => take(name, isList),
    value: (name) => take(name, (value): value is JsonValue => value !== null),
    drop: (...names) => { for (const name of names) left.delete(name); },
    rest: () => {
      for (const [name, value] of left) if (value === undefined) left.delete(name);
      return left.size === 0 ? undefined : Object.fromEntries(left);
    },
  };
}

/** The parts of an object that are there: what `exactOptionalPropertyTypes` asks for. */
export function present(source: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
