import { isPlayheadError, type SessionInfo, type SessionStorage } from '@playhead/protocol';

/** A storage whose token may only add: of the sessions that this process began, it says itself that they go on, since nobody else may tell it. */
export function appendOnly(storage: SessionStorage): SessionStorage {
  const begun = new Map<string, SessionInfo>();
  return {
    ...storage,
    async create(header, options) {
      const created = await storage.create(header, options);
      const at = options?.at ?? Date.now() * 1000;
      if (created.created) begun.set(created.sessionId, { ...header, sessionId: created.sessionId, status: 'recording', startedAt: at, updatedAt: at, events: 1 });
      return created;
    },
    async get(sessionId) {
      try {
        return await storage.get(sessionId);
      } catch (error) {
        const known = begun.get(sessionId);
        if (known && isPlayheadError(error, 'forbidden')) return known;
        throw error;
      }
    },
  };
}
