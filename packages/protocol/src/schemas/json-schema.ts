import { toJSONSchema } from 'zod/mini';
import type { JsonObject } from '../json.ts';
import type { Schema } from './object-schema.ts';

/**
 * A check as JSON Schema, draft 2020-12, for documents that describe what is accepted. What came out of JSON and is not looked into may be anything.
 *
 * @param schema - Such as `recordSchema`.
 *
 * @example
 * ```ts
 * const description = jsonSchemaOf(sessionHeaderSchema);
 * ```
 */
export function jsonSchemaOf(schema: Schema<unknown>): JsonObject {
  const { $schema: _, ...rest } = toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return JSON.parse(JSON.stringify(rest)) as JsonObject; // a schema is JSON
}
