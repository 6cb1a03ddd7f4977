import * as z from 'zod/mini';
import type { PermissionRequestData } from '../events/permission-request.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, jsonValue } from './values.ts';

/** Checks the data of `permission_request`. */
export const permissionRequestSchema: Schema<PermissionRequestData> = objectSchema<PermissionRequestData>({
  tool: z.optional(z.string()),
  message: z.optional(z.string()),
  suggestions: z.optional(jsonValue),
  approvalId: z.optional(z.string()),
  rule: z.optional(z.string()),
  server: z.optional(z.string()),
  direction: z.optional(z.enum(['to_server', 'to_client'])),
  expiresAt: z.optional(z.int()),
  identity: z.optional(z.string()),
  task: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
