import { emptySessionInfo, emptySessionText, foldSessionInfo, foldSessionText, presentSession, searchableTexts, type SessionText, type Annotation, type CreatedSession, type SessionHeader, type SessionInfo, type SessionRecord, type StoredRecord, createSeenNumbers, type SeenNumbers } from '@playhead/protocol';
import { checkLines, checkSessionId } from '../common/checks.ts';
import { sessionDropped, sessionNotFound, storageClosed } from '../common/failures.ts';
import { byteLength } from '../common/line-records.ts';
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
  /** What people search it for. */
  text: SessionText;
  /** Bytes of the lines with their line feeds. */
  bytes: number;
  /** When something was last appended: integer microseconds since the Unix epoch. */
  changedAt: number;
  /** When each producer was last heard of, likewise. */
  readonly heartbeats: Map<string, number>;
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
  /** As it is shown now. */
  info(sessionId: string): SessionInfo | undefined;
  /** Sessions that were made, changed or deleted since the last call. */
  takeChanged(): ReadonlySet<string>;
  /** To be called after every change of a session. */
  changed(session: MemorySession): void;
  /** Integer microseconds since the Unix epoch. */
  now(): number;
  /** Leaves nothing but this line. @throws PlayheadError `session_not_found`, `invalid_event`. */
  drop(sessionId: string, line: string): void;
  delete(sessionId: string): void;
  close(): void;
}

/**
 * @param storage - The storage's name, for messages.
 * @param clock - Milliseconds since the Unix epoch.
 */
export function createMemorySessions(storage: string, clock: () => number): MemorySessions {
  const sessions = new Map<string, MemorySession>();
  const claims = new Map<string, string>();
  let closed = false;
  let changes = new Set<string>();
  const now = (): number => Math.trunc(clock() * 1000);
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
    now,
    changed(session) {
      session.changedAt = now();
      changes.add(session.sessionId);
      for (const listener of session.listeners) listener();
    },
    takeChanged() {
      if (closed) throw storageClosed(storage);
      const taken = changes;
      changes = new Set();
      return taken;
    },
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
        sessionId, createdAt: at, header: own, records: [], seen: createSeenNumbers(), info: infoOfHeader(sessionId, own), text: emptySessionText(), bytes: 0, changedAt: now(), heartbeats: new Map(), annotations: new Map(), blobs: new Map(), derived: new Map(), tombstone: undefined, listeners: new Set(), ended: undefined,
      });
      changes.add(sessionId);
      return { sessionId, created: true };
    },
    info(sessionId) {
      const session = find(sessionId);
      return session && presentSession(infoOf(session), { now: now(), changedAt: session.changedAt, heartbeatAt: heartbeatOf(session) });
    },
    drop(sessionId, line) {
      const session = existing(sessionId);
      const tombstone = checkTombstone(line);
      if (session.tombstone) return;
      session.tombstone = tombstone;
      session.header = emptySessionInfo(sessionId);
      session.records.length = 0;
      session.info = foldSessionInfo(emptySessionInfo(sessionId), tombstone.record);
      session.text = emptySessionText();
      session.bytes = byteLength(line) + 1;
      for (const values of [session.annotations, session.blobs, session.derived, session.heartbeats]) values.clear();
      this.changed(session);
    },
    delete(sessionId) {
      const session = find(sessionId);
      if (!session) return;
      sessions.delete(sessionId);
      changes.add(sessionId);
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

/** What is known of a session, but for its silence. */
export function infoOf({ info, createdAt, bytes }: MemorySession): SessionInfo {
  return structuredClone({ ...shownInfo(info, createdAt), bytes });
}

/** When any of a session's producers was last heard of; 0 for never. */
export function heartbeatOf({ heartbeats }: MemorySession): number {
  return Math.max(0, ...heartbeats.values());
}

/** The texts that a search looks through. */
export function textsOf({ info, text }: MemorySession): readonly string[] {
  return searchableTexts(info, text);
}

/** Works out anew what a session's header and records add up to. */
export function foldMemorySession(session: MemorySession): void {
  const { sessionId, header, records } = session;
  session.info = infoOfHeader(sessionId, header);
  session.text = emptySessionText();
  session.bytes = 0;
  for (const { line, record } of records) fold(session, line, record);
}

/** Adds lines to a session. Lines it already has change nothing. */
export function addLines(session: MemorySession, lines: readonly string[]): void {
  for (const { line, record } of checkLines(lines)) {
    if (!session.seen.add(record)) continue;
    session.records.push({ line, record });
    fold(session, line, record);
  }
}

function fold(session: MemorySession, line: string, record: SessionRecord): void {
  session.info = foldSessionInfo(session.info, record);
  session.text = foldSessionText(session.text, record);
  session.bytes += byteLength(line) + 1;
}
