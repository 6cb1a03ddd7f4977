import * as z from 'zod/mini';
import type { PermissionDecisionData } from '../events/permission-decision.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `permission_decision`. */
export const permissionDecisionSchema: Schema<PermissionDecisionData> = objectSchema<PermissionDecisionData>({
  decision: z.enum(['allowed', 'denied']),
  by: z.optional(z.enum(['user', 'rule', 'policy', 'mode'])),
  reason: z.optional(z.string()),
  approvalId: z.optional(z.string()),
  approver: z.optional(z.string()),
  rule: z.optional(z.string()),
  message: z.optional(z.string()),
  tool: z.optional(z.string()),
  server: z.optional(z.string()),
  direction: z.optional(z.enum(['to_server', 'to_client'])),
  expired: z.optional(z.boolean()),
  identity: z.optional(z.string()),
  task: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
