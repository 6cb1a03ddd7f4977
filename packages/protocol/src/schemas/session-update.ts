import * as z from 'zod/mini';
import type { SessionUpdateData } from '../events/session-update.ts';
import type { Schema } from './object-schema.ts';
import { headerShape } from './session-header.ts';

/** Checks the data of `session_update`: any header fields. */
export const sessionUpdateSchema: Schema<SessionUpdateData> = z.partial(z.omit(z.looseObject(headerShape), { sessionId: true }));
