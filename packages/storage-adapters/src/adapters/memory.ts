import { createMemoryBlobs, createMemoryDerived } from '../memory/values.ts';
import { chunksOf } from '../memory/chunks.ts';
import { rewriteMemorySession } from '../memory/rewrite.ts';
import { addLines, createMemorySessions } from '../memory/sessions.ts';
import { createMemoryList } from '../memory/session-list.ts';
import type { SessionStorage } from '@playhead/protocol';

const NAME = 'memory';

/** How {@link memoryStorage} tells the time. */
export interface MemoryStorageOptions {
  /** Milliseconds since the Unix epoch, by which sessions grow silent. Default `Date.now`. */
  readonly now?: () => number;
}

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
export function memoryStorage(options: MemoryStorageOptions = {}): SessionStorage {
  const { now = Date.now } = options;
  const sessions = createMemorySessions(NAME, now);
  const list = createMemoryList(sessions);
  const append = (sessionId: string, lines: readonly string[]): void => {
    const session = sessions.writable(sessionId);
    addLines(session, lines);
    if (lines.length > 0) sessions.changed(session);
  };
  return {
    name: NAME,
    capabilities: { live: 'push', appendSync: true, blobs: true, derived: true, annotations: true, multiProcess: false },
    create: async (header, options = {}) => sessions.create(header, options.at ?? sessions.now()),
    append: async (sessionId, lines) => append(sessionId, lines),
    appendSync: append,
    read: (sessionId, options = {}) => chunksOf(() => sessions.existing(sessionId), { ...options, live: false }),
    subscribe: (sessionId, options) => chunksOf(() => sessions.existing(sessionId), { ...options, live: true }),
    list: async (query = {}) => list(query),
    get: async (sessionId) => sessions.info(sessionId),
    async annotate(sessionId, annotation) {
      const { annotations } = sessions.writable(sessionId);
      if (!annotations.has(annotation.id)) annotations.set(annotation.id, structuredClone(annotation));
    },
    annotations: async (sessionId) => structuredClone([...sessions.existing(sessionId).annotations.values()]),
    drop: async (sessionId, line) => sessions.drop(sessionId, line),
    rewrite: (sessionId, change, options = {}) => rewriteMemorySession(sessions, sessionId, change, options),
    delete: async (sessionId) => sessions.delete(sessionId),
    async heartbeat(sessionId, producer) {
      sessions.writable(sessionId).heartbeats.set(producer, sessions.now());
    },
    blobs: createMemoryBlobs(sessions),
    derived: createMemoryDerived(sessions),
    close: async () => sessions.close(),
  };
}
