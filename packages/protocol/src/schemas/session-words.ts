import * as z from 'zod/mini';
import { OUTCOMES, type Outcome, type SessionStatus } from '../session.ts';
import type { Schema } from './object-schema.ts';

/** Where a session stands. */
export const sessionStatus: Schema<SessionStatus> = z.enum(['recording', 'processing', 'completed', 'failed']);

/** How a session ended. */
export const outcome: Schema<Outcome> = z.enum(OUTCOMES);
