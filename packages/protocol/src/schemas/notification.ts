import * as z from 'zod/mini';
import type { NotificationData } from '../events/notification.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `notification`. */
export const notificationSchema: Schema<NotificationData> = objectSchema<NotificationData>({
  message: z.string(),
  title: z.optional(z.string()),
  category: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
