import { createMemoryBlobs, createMemoryDerived } from '../memory/values.ts';
import { chunksOf } from '../memory/chunks.ts';
import { rewriteMemorySession } from '../memory/rewrite.ts';
import { addLines, createMemorySessions } from '../memory/sessions.ts';
import { pageOf } from '../common/session-page.ts';
import type { SessionStorage } from '@playhead/protocol';

const NAME = 'memory';

/**
 * Keeps sessions in memory, for tests, examples and short-lived hosts: they are gone with the process.
 *
 * @example
 * ```ts
 * const storage = memoryStorage();
 * const { sessionId } = await storage.create(header);
 * await storage.append(sessionId, [encodeRecord(record)]);
 * ```
 */
export function memoryStorage(): SessionStorage {
  const sessions = createMemorySessions(NAME);
  const append = (sessionId: string, lines: readonly string[]): void => {
    addLines(sessions.writable(sessionId), lines);
  };
  return {
    name: NAME,
    capabilities: { live: 'push', appendSync: true, blobs: true, derived: true, annotations: true, multiProcess: false },
    create: async (header, options = {}) => sessions.create(header, options.at ?? Date.now() * 1000),
    append: async (sessionId, lines) => append(sessionId, lines),
    appendSync: append,
    read: (sessionId, options = {}) => chunksOf(() => sessions.existing(sessionId), { ...options, live: false }),
    subscribe: (sessionId, options) => chunksOf(() => sessions.existing(sessionId), { ...options, live: true }),
    list: async (query = {}) => pageOf(sessions.all(), query),
    get: async (sessionId) => sessions.info(sessionId),
    async annotate(sessionId, annotation) {
      const { annotations } = sessions.writable(sessionId);
      if (!annotations.has(annotation.id)) annotations.set(annotation.id, structuredClone(annotation));
    },
    annotations: async (sessionId) => structuredClone([...sessions.existing(sessionId).annotations.values()]),
    drop: async (sessionId, line) => sessions.drop(sessionId, line),
    rewrite: (sessionId, change, options = {}) => rewriteMemorySession(sessions, sessionId, change, options),
    delete: async (sessionId) => sessions.delete(sessionId),
    blobs: createMemoryBlobs(sessions),
    derived: createMemoryDerived(sessions),
    close: async () => sessions.close(),
  };
}
