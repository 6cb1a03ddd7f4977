import * as z from 'zod/mini';
import type { SnapshotData } from '../events/snapshot.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `snapshot`. */
export const snapshotSchema: Schema<SnapshotData> = objectSchema<SnapshotData>({
  reference: z.string(),
  title: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
