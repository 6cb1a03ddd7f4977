import type { JsonObject } from '@playhead/protocol';

/** A parameter of a query, a path or a header. */
export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'header' | 'path';
  readonly description: string;
  readonly schema: JsonObject;
}

/** What an address takes and gives, beside what the table of routes says of it. */
export interface Operation {
  readonly id: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  /** By media type. */
  readonly body?: Readonly<Record<string, JsonObject>>;
  /** Whether it may come without a body. Default false. */
  readonly bodyOptional?: true;
  /** By status: what it means, and what comes by media type. */
  readonly answers: Readonly<Record<string, { readonly description: string; readonly content?: Readonly<Record<string, JsonObject>>; readonly headers?: Readonly<Record<string, string>> }>>;
}

/** A schema of the document by its name. */
export const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

/** An object of these properties, all of them there unless named optional. */
export function object(properties: JsonObject, optional: readonly string[] = []): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties).filter((name) => !optional.includes(name)) };
}

/** A parameter of a query. */
export const query = (name: string, description: string, schema: JsonObject): Parameter => ({ name, in: 'query', description, schema });

/** A text. */
export const text: JsonObject = { type: 'string' };

/** A whole number, with bounds where there are. */
export const whole = (bounds: JsonObject = {}): JsonObject => ({ type: 'integer', ...bounds });
