import * as z from 'zod/mini';
import type { PermissionDecisionData } from '../events/permission-decision.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `permission_decision`. */
export const permissionDecisionSchema: Schema<PermissionDecisionData> = objectSchema<PermissionDecisionData>({
  decision: z.enum(['allowed', 'denied']),
  by: z.optional(z.enum(['user', 'rule', 'policy', 'mode'])),
  reason: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
