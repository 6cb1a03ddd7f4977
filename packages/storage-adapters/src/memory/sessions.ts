import { foldSessionInfo, type Annotation, type CreatedSession, type SessionHeader, type SessionInfo, type StoredRecord } from '@playhead/protocol';
import { checkLines, checkSessionId } from '../common/checks.ts';
import { sessionNotFound, storageClosed } from '../common/failures.ts';
import { createSeenNumbers, type SeenNumbers } from '../common/seen-numbers.ts';
import { copyHeader, infoOfHeader, shownInfo } from '../common/session-info.ts';

/** What memory keeps of a session. */
export interface MemorySession {
  readonly sessionId: string;
  /** Integer microseconds since the Unix epoch. */
  readonly createdAt: number;
  /** Each record once, in the order of the appends. */
  readonly records: Omit<StoredRecord, 'cursor'>[];
  readonly seen: SeenNumbers;
  /** The header, and what the records added to it. */
  info: SessionInfo;
  readonly annotations: Map<string, Annotation>;
  readonly blobs: Map<string, Uint8Array>;
  readonly derived: Map<string, Uint8Array>;
  /** Called after an append, a delete and a close. */
  readonly listeners: Set<() => void>;
  /** Why no more lines will come. */
  ended: 'deleted' | 'closed' | undefined;
}

/** The sessions of one memory storage. Every method refuses malformed ids and a closed storage. */
export interface MemorySessions {
  create(header: SessionHeader, at: number): CreatedSession;
  /** @throws PlayheadError `session_not_found`. */
  existing(sessionId: string): MemorySession;
  find(sessionId: string): MemorySession | undefined;
  info(sessionId: string): SessionInfo | undefined;
  all(): readonly SessionInfo[];
  delete(sessionId: string): void;
  close(): void;
}

/** @param storage - The storage's name, for messages. */
export function createMemorySessions(storage: string): MemorySessions {
  const sessions = new Map<string, MemorySession>();
  const claims = new Map<string, string>();
  let closed = false;
  const find = (sessionId: string): MemorySession | undefined => {
    if (closed) throw storageClosed(storage);
    return sessions.get(sessionId);
  };
  return {
    find,
    existing(sessionId) {
      const session = find(sessionId);
      checkSessionId(sessionId);
      if (!session) throw sessionNotFound(sessionId, storage);
      return session;
    },
    create(header, at) {
      const { sessionId } = header;
      const key = claimKey(header);
      const known = find(sessionId);
      checkSessionId(sessionId);
      const claimed = key === undefined ? undefined : claims.get(key);
      if (!known && claimed !== undefined) return { sessionId: claimed, created: false };
      if (key !== undefined && claimed === undefined) claims.set(key, sessionId);
      if (known) return { sessionId, created: false };
      sessions.set(sessionId, {
        sessionId, createdAt: at, records: [], seen: createSeenNumbers(), info: infoOfHeader(sessionId, copyHeader(header)), annotations: new Map(), blobs: new Map(), derived: new Map(), listeners: new Set(), ended: undefined,
      });
      return { sessionId, created: true };
    },
    info(sessionId) {
      const session = find(sessionId);
      return session && infoOf(session);
    },
    all() {
      if (closed) throw storageClosed(storage);
      return [...sessions.values()].map(infoOf);
    },
    delete(sessionId) {
      const session = find(sessionId);
      if (!session) return;
      sessions.delete(sessionId);
      for (const [key, id] of claims) if (id === sessionId) claims.delete(key);
      end(session, 'deleted');
    },
    close() {
      closed = true;
      for (const session of sessions.values()) end(session, 'closed');
      sessions.clear();
      claims.clear();
    },
  };
}

function end(session: MemorySession, reason: 'deleted' | 'closed'): void {
  session.ended = reason;
  for (const listener of session.listeners) listener();
}

function claimKey({ harness, harnessSessionId, generation = 0 }: SessionHeader): string | undefined {
  return harnessSessionId === undefined ? undefined : JSON.stringify([harness, harnessSessionId, generation]);
}

function infoOf({ info, createdAt }: MemorySession): SessionInfo {
  return structuredClone(shownInfo(info, createdAt));
}

/** Adds lines to a session and wakes its readers. Lines it already has change nothing. */
export function addLines(session: MemorySession, lines: readonly string[]): void {
  for (const { line, record } of checkLines(lines)) {
    if (!session.seen.add(record)) continue;
    session.records.push({ line, record });
    session.info = foldSessionInfo(session.info, record);
  }
  for (const listener of session.listeners) listener();
}
