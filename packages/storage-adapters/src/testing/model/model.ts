import { decodeRecord, emptySessionInfo, foldSessionInfo, producerKey, type Annotation, type ErrorCode, type SessionHeader, type SessionInfo } from '@playhead/protocol';

/** What should be known of one session. */
export interface ModelSession {
  readonly header: SessionHeader;
  /** Each record once, in the order of the log. */
  lines: string[];
  readonly annotations: Map<string, Annotation>;
  /** By their names. */
  readonly blobs: Map<string, Uint8Array>;
  /** By name and version. */
  readonly derived: Map<string, Uint8Array>;
  dropped: boolean;
}

/** What a storage should do, in the simplest way: what its user sees and nothing else. */
export interface StorageModel {
  readonly sessions: ReadonlyMap<string, ModelSession>;
  /** @returns The id that `create` should resolve to, and whether it should have made it. */
  create(header: SessionHeader): { readonly sessionId: string; readonly created: boolean };
  /** What a call that adds something should reject with; undefined when it should be done. */
  refusal(sessionId: string): ErrorCode | undefined;
  append(sessionId: string, lines: readonly string[]): void;
  annotate(sessionId: string, annotation: Annotation): void;
  drop(sessionId: string, line: string): void;
  rewrite(sessionId: string, change: (line: string) => string): void;
  delete(sessionId: string): void;
  /** What `get` should resolve to; before the first record the times are the storage's own. */
  info(sessionId: string): SessionInfo | undefined;
  /** The ids in the order that `list` should give, of sessions that have records. */
  listed(): readonly string[];
}

/** A model without sessions. */
export function createStorageModel(): StorageModel {
  const sessions = new Map<string, ModelSession>();
  const claims = new Map<string, string>();
  const keyOf = ({ harness, harnessSessionId, generation = 0 }: SessionHeader): string => JSON.stringify([harness, harnessSessionId, generation]);
  const identityOf = (line: string): string => {
    const record = decodeRecord(line);
    return record ? producerKey(record) : line;
  };
  const info = (sessionId: string): SessionInfo | undefined => {
    const session = sessions.get(sessionId);
    const first = { ...emptySessionInfo(sessionId), ...(session?.dropped ? {} : session?.header) };
    return session?.lines.reduce((known, line) => foldSessionInfo(known, decodeRecord(line) ?? failed(line)), first);
  };
  return {
    sessions,
    info,
    create(header) {
      const { sessionId } = header;
      const claimed = header.harnessSessionId === undefined ? undefined : claims.get(keyOf(header));
      if (sessions.has(sessionId) || claimed !== undefined) return { sessionId: sessions.has(sessionId) ? sessionId : (claimed ?? sessionId), created: false };
      if (header.harnessSessionId !== undefined) claims.set(keyOf(header), sessionId);
      sessions.set(sessionId, { header, lines: [], annotations: new Map(), blobs: new Map(), derived: new Map(), dropped: false });
      return { sessionId, created: true };
    },
    refusal(sessionId) {
      const session = sessions.get(sessionId);
      return session ? (session.dropped ? 'session_dropped' : undefined) : 'session_not_found';
    },
    append(sessionId, lines) {
      const stored = sessions.get(sessionId)?.lines;
      const seen = new Set(stored?.map(identityOf));
      for (const line of lines) {
        if (!seen.has(identityOf(line))) stored?.push(line);
        seen.add(identityOf(line));
      }
    },
    annotate(sessionId, annotation) {
      const annotations = sessions.get(sessionId)?.annotations;
      if (!annotations?.has(annotation.id)) annotations?.set(annotation.id, annotation);
    },
    drop(sessionId, line) {
      const session = sessions.get(sessionId);
      if (!session || session.dropped) return;
      session.dropped = true;
      session.lines = [line];
      for (const values of [session.annotations, session.blobs, session.derived]) values.clear();
    },
    rewrite(sessionId, change) {
      const session = sessions.get(sessionId);
      if (session) session.lines = session.lines.map(change);
      session?.derived.clear();
    },
    delete(sessionId) {
      sessions.delete(sessionId);
      for (const [key, claimed] of claims) if (claimed === sessionId) claims.delete(key);
    },
    listed: () => [...sessions].filter(([, { lines }]) => lines.length > 0).map(([sessionId]) => sessionId).sort((a, b) => {
      const [left, right] = [info(a)?.startedAt ?? 0, info(b)?.startedAt ?? 0];
      return left === right ? (a < b ? 1 : -1) : right - left;
    }),
  };
}

function failed(line: string): never {
  throw new Error(`The plan made a line that is no record: ${line}`);
}
