import { RETENTION_TYPES } from './retention-types.ts';

/** The type of annotations by which somebody lets a message pass that waits on a connection, or refuses it. */
export const APPROVAL_TYPE = 'approval';

/**
 * The types of annotations that have effects where the session lies: nobody sends them on, a review that is exported or imported does not hold them, and a server
 * takes them only from who may remove the session.
 */
export const OWNER_TYPES: readonly string[] = [...RETENTION_TYPES, APPROVAL_TYPE];
