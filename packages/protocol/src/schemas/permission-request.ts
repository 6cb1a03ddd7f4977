import * as z from 'zod/mini';
import type { PermissionRequestData } from '../events/permission-request.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, jsonValue } from './values.ts';

/** Checks the data of `permission_request`. */
export const permissionRequestSchema: Schema<PermissionRequestData> = objectSchema<PermissionRequestData>({
  tool: z.optional(z.string()),
  message: z.optional(z.string()),
  suggestions: z.optional(jsonValue),
  extra: z.optional(jsonObject),
});
