import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPlayheadError, isUuid, type AppendDurability, type SessionStorage } from '@playhead/protocol';
import { checkDerivedName, checkLines, checkSessionId } from '../common/checks.ts';
import { sessionNotFound, storageClosed } from '../common/failures.ts';
import { createSeenNumbers } from '../common/seen-numbers.ts';
import { pageOf } from '../common/session-page.ts';
import { readAnnotations, writeAnnotation } from '../fs/annotations.ts';
import { createLogWriter } from '../fs/append.ts';
import { readBlob, writeBlob } from '../fs/blobs.ts';
import { claimedLog, createSession, HEADER, releaseClaims } from '../fs/create.ts';
import { offsetsOf } from '../fs/cursor.ts';
import { dataDirectory } from '../fs/data-directory.ts';
import { errnoOf, guarded, storageFailure } from '../fs/failures.ts';
import { besideLog, foldersOf, logsBySession, logsOf } from '../fs/paths.ts';
import { noteEarlier, readLogs, type ReadState } from '../fs/read.ts';
import { createSessionCache } from '../fs/session-cache.ts';
import { followLogs } from '../fs/subscribe.ts';
import { replaceFile } from '../fs/write-file.ts';

export { dataDirectory } from '../fs/data-directory.ts';

const NAME = 'fs';

/** How {@link fsStorage} keeps its files. */
export interface FsStorageOptions {
  /** The data directory; made on the first `create`. Default {@link dataDirectory}. */
  readonly dir?: string;
  /** How often `subscribe` looks for itself, where the system sends no notices: milliseconds. Default 250. */
  readonly pollMs?: number;
}

/**
 * Keeps each session as one file of JSON lines below a directory that only its owner may read.
 *
 * Any number of processes may write and read at once, on a local disk. A process killed while it writes
 * leaves at most one torn line, which was never acknowledged; readers pass over it and report it.
 *
 * @example
 * ```ts
 * const storage = fsStorage({ dir: '/srv/playhead' });
 * for await (const { records } of storage.read(sessionId)) show(records);
 * ```
 */
export function fsStorage(options: FsStorageOptions = {}): SessionStorage {
  const { dir = dataDirectory(), pollMs = 250 } = options;
  const folders = foldersOf(dir);
  const cache = createSessionCache();
  const closing = new AbortController();
  const checkOpen = (): void => {
    if (closing.signal.aborted) throw storageClosed(NAME);
  };
  const existing = (sessionId: string): string[] => {
    checkSessionId(sessionId);
    const logs = logsOf(folders, sessionId);
    if (logs.length === 0) throw sessionNotFound(sessionId, NAME);
    return logs;
  };
  const logOf = (sessionId: string): string => {
    checkSessionId(sessionId);
    return claimedLog(folders, sessionId) ?? existing(sessionId)[0] ?? '';
  };
  const derivedPath = (sessionId: string, name: string, version: number): string => join(folders.derived, sessionId, `${name}.${version}`);
  const writer = createLogWriter(logOf);
  const beginRead = async (sessionId: string, from: string, signal: AbortSignal | undefined): Promise<{ logs: string[]; state: ReadState }> => {
    checkOpen();
    const logs = existing(sessionId);
    const state = { offsets: offsetsOf(from, logs.length), seen: createSeenNumbers() };
    await noteEarlier(logs, state, signal);
    return { logs, state };
  };
  const withChecks = <Result>(sessionId: string, doing: string, run: () => Result | Promise<Result>): Promise<Result> =>
    guarded(`${doing} session ${String(sessionId).slice(0, 64)}`, () => {
      checkOpen();
      return run();
    });
  /** Errors of reading; a log that is gone meanwhile means that the session was deleted. */
  const readFailure = (error: unknown, sessionId: string): Error =>
    errnoOf(error) === 'ENOENT' ? sessionNotFound(sessionId, NAME) : storageFailure(error, `read session ${sessionId}`);
  return {
    name: NAME,
    capabilities: { live: 'push', appendSync: true, blobs: true, derived: true, annotations: true, multiProcess: true },
    create: (header, { at = Date.now() * 1000 } = {}) => withChecks(header.sessionId, 'create', () => {
      checkSessionId(header.sessionId);
      return createSession(folders, header, at);
    }),
    append: (sessionId, lines, { durability = 'write' } = {}) => withChecks(sessionId, 'append to', () => {
      checkSessionId(sessionId);
      checkLines(lines);
      return writer.append(sessionId, lines, durability);
    }),
    appendSync(sessionId: string, lines: readonly string[], { durability = 'write' }: { durability?: AppendDurability } = {}) {
      checkOpen();
      try {
        checkSessionId(sessionId);
        checkLines(lines);
        writer.appendSync(sessionId, lines, durability);
      } catch (error) {
        throw storageFailure(error, `append to session ${sessionId}`);
      }
    },
    async *read(sessionId, { from = '', signal } = {}) {
      try {
        const { logs, state } = await beginRead(sessionId, from, signal);
        yield* readLogs(logs, state, signal);
      } catch (error) {
        throw readFailure(error, sessionId);
      }
    },
    async *subscribe(sessionId, { from = '', signal }) {
      const ends = AbortSignal.any([signal, closing.signal]);
      try {
        const { logs, state } = await beginRead(sessionId, from, ends);
        yield* followLogs(logs, state, pollMs, ends);
      } catch (error) {
        if (!isPlayheadError(error, 'aborted')) throw readFailure(error, sessionId);
      }
    },
    list: (query = {}) => guarded('list the sessions', async () => {
      checkOpen();
      const sessions = [];
      for (const [sessionId, logs] of logsBySession(folders)) {
        // A session deleted meanwhile is not there.
        const info = await cache.infoOf(sessionId, logs).catch((error: unknown) => {
          if (errnoOf(error) !== 'ENOENT') throw error;
        });
        if (info) sessions.push(info);
      }
      return pageOf(sessions, query);
    }),
    get: (sessionId) => withChecks(sessionId, 'read', async () => {
      const logs = logsOf(folders, sessionId);
      return logs.length === 0 ? undefined : await cache.infoOf(sessionId, logs);
    }),
    annotate: (sessionId, annotation) => withChecks(sessionId, 'annotate', () => writeAnnotation(logOf(sessionId), annotation)),
    annotations: (sessionId) => withChecks(sessionId, 'read the annotations of', () => readAnnotations(existing(sessionId))),
    delete: (sessionId) => withChecks(sessionId, 'delete', () => {
      if (!isUuid(sessionId)) return;
      const remove = (path: string): void => rmSync(path, { recursive: true, force: true });
      writer.forget(sessionId);
      cache.forget(sessionId);
      remove(join(folders.derived, sessionId));
      // The log goes before the claims: whoever dies in between leaves a session that can be deleted again or a claim that heals.
      for (const log of logsOf(folders, sessionId)) for (const part of ['.blobs', '.annotations.jsonl', HEADER, '.jsonl']) remove(besideLog(log, part));
      releaseClaims(folders, sessionId);
    }),
    blobs: {
      put: (sessionId, bytes) => withChecks(sessionId, 'store a value of', () => writeBlob(logOf(sessionId), bytes)),
      get: (sessionId, blob, range) => withChecks(sessionId, 'read a value of', () => readBlob(sessionId, logsOf(folders, sessionId), blob, range)),
    },
    derived: {
      get: (sessionId, name, version) => withChecks(sessionId, 'read a derived value of', async () => {
        checkDerivedName(name, version);
        if (!isUuid(sessionId)) return undefined;
        return readFile(derivedPath(sessionId, name, version)).catch((error: unknown) => {
          if (errnoOf(error) !== 'ENOENT') throw error;
          return undefined;
        });
      }),
      put: (sessionId, name, version, bytes) => withChecks(sessionId, 'store a derived value of', () => {
        existing(sessionId);
        checkDerivedName(name, version);
        replaceFile(derivedPath(sessionId, name, version), bytes);
      }),
    },
    async close() {
      closing.abort();
      writer.close();
    },
  };
}
