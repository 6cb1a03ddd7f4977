import { emptySessionInfo, foldSessionInfo, type Annotation, type CreatedSession, type SessionHeader, type SessionInfo, type StoredRecord } from '@playhead/protocol';
import { checkLines, checkSessionId } from '../common/checks.ts';
import { sessionDropped, sessionNotFound, storageClosed } from '../common/failures.ts';
import { createSeenNumbers, type SeenNumbers } from '../common/seen-numbers.ts';
import { checkTombstone, type Tombstone } from '../common/tombstone.ts';
import { copyHeader, infoOfHeader, shownInfo } from '../common/session-info.ts';

/** What memory keeps of a session. */
export interface MemorySession {
  readonly sessionId: string;
  /** Integer microseconds since the Unix epoch. */
  readonly createdAt: number;
  /** What the creator said. */
  header: SessionHeader;
  /** Each record once, in the order of the appends. */
  readonly records: Omit<StoredRecord, 'cursor'>[];
  readonly seen: SeenNumbers;
  /** The header, and what the records added to it. */
  info: SessionInfo;
  readonly annotations: Map<string, Annotation>;
  readonly blobs: Map<string, Uint8Array>;
  readonly derived: Map<string, Uint8Array>;
  /** All that is left once the content was removed. */
  tombstone: Tombstone | undefined;
  /** Called after an append, a drop, a delete and a close. */
  readonly listeners: Set<() => void>;
  /** Why no more lines will come. */
  ended: 'deleted' | 'closed' | undefined;
}

/** The sessions of one memory storage. Every method refuses malformed ids and a closed storage. */
export interface MemorySessions {
  create(header: SessionHeader, at: number): CreatedSession;
  /** @throws PlayheadError `session_not_found`. */
  existing(sessionId: string): MemorySession;
  /** @throws PlayheadError `session_not_found`, `session_dropped`. */
  writable(sessionId: string): MemorySession;
  find(sessionId: string): MemorySession | undefined;
  info(sessionId: string): SessionInfo | undefined;
  all(): readonly SessionInfo[];
  /** Leaves nothing but this line. @throws PlayheadError `session_not_found`, `invalid_event`. */
  drop(sessionId: string, line: string): void;
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
  const existing = (sessionId: string): MemorySession => {
    const session = find(sessionId);
    checkSessionId(sessionId);
    if (!session) throw sessionNotFound(sessionId, storage);
    return session;
  };
  return {
    find,
    existing,
    writable(sessionId) {
      const session = existing(sessionId);
      if (session.tombstone) throw sessionDropped(sessionId);
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
      const own = copyHeader(header);
      sessions.set(sessionId, {
        sessionId, createdAt: at, header: own, records: [], seen: createSeenNumbers(), info: infoOfHeader(sessionId, own), annotations: new Map(), blobs: new Map(), derived: new Map(), tombstone: undefined, listeners: new Set(), ended: undefined,
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
    drop(sessionId, line) {
      const session = existing(sessionId);
      const tombstone = checkTombstone(line);
      if (session.tombstone) return;
      session.tombstone = tombstone;
      session.header = emptySessionInfo(sessionId);
      session.records.length = 0;
      session.info = foldSessionInfo(emptySessionInfo(sessionId), tombstone.record);
      for (const values of [session.annotations, session.blobs, session.derived]) values.clear();
      for (const listener of session.listeners) listener();
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

/** What a session's header and records add up to. */
export function foldMemorySession({ sessionId, header, records }: MemorySession): SessionInfo {
  return records.reduce((info, { record }) => foldSessionInfo(info, record), infoOfHeader(sessionId, header));
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
