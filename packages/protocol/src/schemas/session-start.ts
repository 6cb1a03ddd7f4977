import type { SessionStartData } from '../events/session-start.ts';
import type { Schema } from './object-schema.ts';
import { sessionHeaderSchema } from './session-header.ts';

/** Checks the data of `session_start`. */
export const sessionStartSchema: Schema<SessionStartData> = sessionHeaderSchema;
