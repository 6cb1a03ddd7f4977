import { PlayheadError } from '@playhead/protocol';
import { explain } from '@playhead/protocol/schemas';
import * as z from 'zod/mini';

/** A JSON Schema, as tools are listed with. */
export type JsonSchema = Record<string, unknown>;

/** The JSON Schema of a check. */
export function jsonSchemaOf(schema: z.ZodMiniType): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

/**
 * Checks what a client gave to a tool.
 *
 * @throws PlayheadError `invalid_payload`, with everything that is to be corrected, so that a model needs one more try and not several.
 */
export function checkedInput<Input>(tool: string, schema: z.ZodMiniType<Input>, value: unknown): Input {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const faults = result.error.issues.slice(0, 8).map(explain).join('; ');
  const { properties = {}, required = [] } = jsonSchemaOf(schema) as { properties?: object; required?: readonly string[] }; // what it gives for objects
  throw new PlayheadError('invalid_payload', `${tool} did nothing, because of its arguments: ${faults}. It takes ${fieldsOf(properties, required)}. Correct them and call it again.`);
}

/** The fields of an object, those that may be left out with a question mark: `command, cwd?`. */
export function fieldsOf(properties: object, required: readonly string[]): string {
  return Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`)).join(', ');
}
