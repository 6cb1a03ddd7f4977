/**
 * The types of annotations that say how long a session is kept. They count where the session lies: nobody sends them on, a review that is
 * exported does not hold them, and a server takes them only from who may remove the session.
 */
export const RETENTION_TYPES: readonly string[] = ['pin', 'retention'];
