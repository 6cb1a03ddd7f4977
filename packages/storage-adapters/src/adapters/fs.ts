import { resolve } from 'node:path';
import { isPlayheadError, isUuid, type AppendOptions, type ReadOptions, type SessionStorage } from '@playhead/protocol';
import { checkDerivedName, checkLines, checkSessionId } from '../common/checks.ts';
import { aborted, sessionDropped, sessionNotFound, storageClosed } from '../common/failures.ts';
import { checkTombstone, tombstoneChunk, type Tombstone } from '../common/tombstone.ts';
import { readAnnotations, writeAnnotation } from '../fs/annotations.ts';
import { createLogWriter } from '../fs/append.ts';
import { sweepPool } from '../fs/blob-pool.ts';
import { readBlob, writeBlob } from '../fs/blobs.ts';
import { claimedLog, createSession } from '../fs/create.ts';
import { endsOf, offsetsOf } from '../fs/cursor.ts';
import { dataDirectory } from '../fs/data-directory.ts';
import { derivedPath, readDerived, readManyDerived } from '../fs/derived-values.ts';
import { createDelete } from '../fs/delete-session.ts';
import { dropSession, tombstoneOf } from '../fs/drop.ts';
import { errnoOf, guarded, storageFailure } from '../fs/failures.ts';
import { removeHeartbeats, touchHeartbeat } from '../fs/heartbeats.ts';
import { createListedValues, forgetListed, isListed } from '../fs/listed-values.ts';
import { foldersOf } from '../fs/paths.ts';
import { passOverCopies, readLogs, readStateAt, type ReadState } from '../fs/read.ts';
import { createRemovals } from '../fs/removals.ts';
import { bytesOf, filesNamedAfter } from '../fs/remove-session.ts';
import { rewriteSession } from '../fs/rewrite.ts';
import { createSessionCatalog } from '../fs/session-catalog.ts';
import { sessionSizes } from '../fs/session-sizes.ts';
import { removeSpools } from '../fs/spools.ts';
import { followLogs } from '../fs/subscribe.ts';
import { replaceFile } from '../fs/write-file.ts';

export { compressSession } from '../fs/compress.ts';
export type { CompressedSession, CompressOptions } from '../fs/compress.ts';
export { dataDirectory } from '../fs/data-directory.ts';
export { diskUsageOf } from '../fs/disk-usage.ts';
export type { DiskEntry, DiskUsage } from '../fs/disk-usage.ts';
export { examineDataDirectory } from '../fs/examine.ts';
export type { DirectoryReport, ExamineOptions } from '../fs/examine.ts';
export { fileSystemOf } from '../fs/file-system.ts';
export type { ExamineLogsOptions } from '../fs/examine-logs.ts';
export type { FileSystem } from '../fs/file-system.ts';
export type { Finding } from '../fs/finding.ts';
export { finishRemovals } from '../fs/finish-removals.ts';
export type { FinishRemovalsOptions } from '../fs/finish-removals.ts';
export { readAudit } from '../fs/read-audit.ts';
export type { ReadAuditOptions } from '../fs/read-audit.ts';
export { rebuildIndex } from '../fs/rebuild-index.ts';
export type { RebuildIndexOptions } from '../fs/rebuild-index.ts';

const NAME = 'fs';

/** How {@link fsStorage} keeps its files. */
export interface FsStorageOptions {
  /** The data directory; made on the first `create`. Default {@link dataDirectory}. */
  readonly dir?: string;
  /** How often `subscribe` looks for itself, where the system sends no notices: milliseconds. Default 250. Where it does, an eighth as often. */
  readonly pollMs?: number;
  /** Milliseconds since the Unix epoch, by which sessions grow silent. Default `Date.now`. */
  readonly now?: () => number;
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
  const { dir = dataDirectory(), pollMs = 250, now = Date.now } = options;
  const folders = foldersOf(dir);
  const catalog = createSessionCatalog(folders, now);
  const listed = createListedValues(folders);
  const closing = new AbortController();
  const checkOpen = (): void => {
    if (closing.signal.aborted) throw storageClosed(NAME);
  };
  const existing = (sessionId: string): string[] => {
    checkSessionId(sessionId);
    const logs = catalog.logsOf(sessionId);
    if (logs.length === 0) throw sessionNotFound(sessionId, NAME);
    return logs;
  };
  /** The same, without a look at the folder where the system tells what changes in it. */
  const presentLogs = async (sessionId: string): Promise<readonly string[]> => {
    checkSessionId(sessionId);
    const logs = await catalog.presentLogs(sessionId);
    if (logs.length === 0) throw sessionNotFound(sessionId, NAME);
    return logs;
  };
  const checkWritable = (sessionId: string): void => {
    if (tombstoneOf(folders, sessionId)) throw sessionDropped(sessionId);
  };
  /** Writes beside the log. A drop in the middle of it is found afterwards, and what was written is taken away again. */
  const writeBeside = <Result>(sessionId: string, write: () => Result): Result => {
    checkSessionId(sessionId);
    checkWritable(sessionId);
    try {
      return write();
    } finally {
      checkWritable(sessionId); // its refusal takes the place of whatever the writing failed of
    }
  };
  const logOf = (sessionId: string): string => {
    checkSessionId(sessionId);
    return claimedLog(folders, sessionId) ?? existing(sessionId)[0] ?? '';
  };
  const writer = createLogWriter(logOf, checkWritable);
  const beginRead = async (sessionId: string, { from = '', to }: ReadOptions): Promise<{ logs: string[]; state: ReadState; ends: number[] | undefined }> => {
    checkOpen();
    const logs = existing(sessionId);
    const state = readStateAt(offsetsOf(from, logs.length));
    const ends = to === undefined ? undefined : endsOf(to, logs.length);
    if (!ends) await passOverCopies(logs, state);
    return { logs, state, ends };
  };
  /** @throws PlayheadError `invalid_session`, `session_not_found`, `storage_closed`. @returns What is left of a dropped session. */
  const leftOf = (sessionId: string): Tombstone | undefined => {
    checkOpen();
    existing(sessionId);
    return tombstoneOf(folders, sessionId);
  };
  /** Of a session that went while it was written nothing may stay. */
  const putListed = async (sessionId: string, name: string, version: number, bytes: Uint8Array): Promise<void> => {
    let stays = false;
    try {
      writeBeside(sessionId, () => listed.put(sessionId, name, version, bytes));
      stays = (await catalog.presentLogs(sessionId)).length > 0;
    } finally {
      if (!stays) forgetListed(folders, [sessionId]);
    }
  };
  const removals = createRemovals(folders.audit, now);
  const letGo = (sessionId: string): void => {
    writer.forget(sessionId);
    catalog.letGo(sessionId);
  };
  const deleteFiles = createDelete({ dir, folders, removals, letGo });
  let swept: Promise<void> | undefined;
  /** Once, with the first removal: what `rm` by hand left of values that sessions had shared goes too. */
  const sweep = (): Promise<void> => (swept ??= sweepPool(folders.blobs).catch(() => undefined));
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
    location: resolve(dir),
    capabilities: { live: 'push', appendSync: true, blobs: true, derived: true, annotations: true, multiProcess: true },
    create: (header, { at = Math.trunc(now() * 1000) } = {}) => withChecks(header.sessionId, 'create', () => {
      checkSessionId(header.sessionId);
      const created = createSession(folders, header, at);
      return tombstoneOf(folders, created.sessionId) ? { ...created, created: false } : created;
    }),
    append: (sessionId, lines, { durability = 'write', encoded = false } = {}) => withChecks(sessionId, 'append to', () => {
      if (!encoded) checkLines(lines);
      return writer.append(sessionId, lines, durability).catch((error: unknown) => {
        checkWritable(sessionId); // a log that was dropped meanwhile has another name
        throw error;
      });
    }),
    appendSync(sessionId: string, lines: readonly string[], { durability = 'write', encoded = false }: AppendOptions = {}) {
      checkOpen();
      try {
        if (!encoded) checkLines(lines);
        writer.appendSync(sessionId, lines, durability);
      } catch (error) {
        if (errnoOf(error) !== undefined && tombstoneOf(folders, sessionId)) throw sessionDropped(sessionId);
        throw storageFailure(error, `append to session ${sessionId}`);
      }
    },
    async *read(sessionId, options = {}) {
      const { from = '', signal } = options;
      try {
        const left = leftOf(sessionId);
        if (left) {
          if (signal?.aborted) throw aborted();
          yield tombstoneChunk(left, from);
          return;
        }
        const { logs, state, ends } = await beginRead(sessionId, options);
        yield* readLogs(logs, state, signal, ends);
      } catch (error) {
        const left = errnoOf(error) === 'ENOENT' ? tombstoneOf(folders, sessionId) : undefined; // dropped meanwhile
        if (!left) throw readFailure(error, sessionId);
        yield tombstoneChunk(left, '');
      }
    },
    async *subscribe(sessionId, { from = '', signal }) {
      const ends = AbortSignal.any([signal, closing.signal]);
      try {
        const left = leftOf(sessionId);
        if (left) {
          if (!ends.aborted) yield tombstoneChunk(left, from);
          return;
        }
        const { logs, state } = await beginRead(sessionId, { from });
        yield* followLogs(logs, state, { pollMs, signal: ends, tombstone: () => tombstoneOf(folders, sessionId) });
      } catch (error) {
        if (!isPlayheadError(error, 'aborted')) throw readFailure(error, sessionId);
      }
    },
    list: (query = {}) => guarded('list the sessions', () => {
      checkOpen();
      return catalog.list(query);
    }),
    survey: (query = {}) => guarded('look over the sessions', () => {
      checkOpen();
      return catalog.survey(query, listed.revision);
    }),
    get: (sessionId) => withChecks(sessionId, 'read', () => catalog.get(sessionId)),
    annotate: (sessionId, annotation) => withChecks(sessionId, 'annotate', () => writeBeside(sessionId, () => writeAnnotation(logOf(sessionId), annotation))),
    annotations: (sessionId) => withChecks(sessionId, 'read the annotations of', async () => {
      const logs = await presentLogs(sessionId);
      return tombstoneOf(folders, sessionId) ? [] : readAnnotations(logs);
    }),
    delete: (sessionId, deleteOptions = {}) => withChecks(sessionId, 'delete', async () => {
      if (!isUuid(sessionId)) return;
      await deleteFiles(sessionId, deleteOptions);
      await sweep();
    }),
    sizes: ({ signal } = {}) => guarded('add up what sessions take', () => {
      checkOpen();
      return sessionSizes(folders, signal);
    }),
    drop: (sessionId, line) => withChecks(sessionId, 'drop', async () => {
      existing(sessionId);
      const { record: { data: { by } } } = checkTombstone(line);
      if (tombstoneOf(folders, sessionId)) return;
      const removal = removals.beginNow({ action: 'private', sessionId, ...(typeof by === 'string' && { by }) });
      const bytes = bytesOf(folders, sessionId, filesNamedAfter(folders, sessionId));
      // Before the marker stands: whoever dies after it must not leave a row of what is gone.
      catalog.forget(sessionId);
      forgetListed(folders, [sessionId]);
      dropSession(folders, sessionId, line);
      removeSpools(dir, sessionId);
      writer.forget(sessionId);
      catalog.forget(sessionId);
      forgetListed(folders, [sessionId]);
      removeHeartbeats(folders.heartbeats, sessionId);
      await removal.end('done', bytes);
      await sweep();
    }),
    async rewrite(sessionId, change, rewriteOptions = {}) {
      checkOpen();
      const logs = existing(sessionId);
      checkWritable(sessionId);
      const append = (lines: readonly string[]): Promise<void> => writer.append(sessionId, lines, 'fsync');
      try {
        catalog.forget(sessionId);
        forgetListed(folders, [sessionId]); // before and after, as all that is derived
        await rewriteSession({ ...rewriteOptions, folders, sessionId, logs, change, append });
      } catch (error) {
        checkWritable(sessionId);
        throw errnoOf(error) === undefined ? error : storageFailure(error, `rewrite session ${sessionId}`); // or it is what `change` threw
      } finally {
        catalog.forget(sessionId); // of lists that read it meanwhile
        forgetListed(folders, [sessionId]);
      }
      checkWritable(sessionId);
      await sweep();
    },
    heartbeat: (sessionId, producer) => withChecks(sessionId, 'note a producer of', () => {
      logOf(sessionId); // it must exist
      writeBeside(sessionId, () => touchHeartbeat(folders.heartbeats, sessionId, producer, now()));
    }),
    blobs: {
      put: (sessionId, bytes) => withChecks(sessionId, 'store a value of', () => writeBeside(sessionId, () => writeBlob(folders.blobs, logOf(sessionId), bytes))),
      get: (sessionId, blob, range) => withChecks(sessionId, 'read a value of', () => readBlob(sessionId, isUuid(sessionId) && tombstoneOf(folders, sessionId) ? [] : catalog.logsOf(sessionId), blob, range)),
    },
    derived: {
      get: (sessionId, name, version) => withChecks(sessionId, 'read a derived value of', async () => {
        checkDerivedName(name, version);
        if (!isUuid(sessionId) || tombstoneOf(folders, sessionId)) return undefined;
        const together = isListed(name) ? listed.get(sessionId, name, version) : undefined;
        return together ?? readDerived(derivedPath(folders.derived, sessionId, name, version));
      }),
      getMany: (sessionIds, name, version) => guarded('read derived values', () => {
        checkOpen();
        checkDerivedName(name, version);
        // Of a session that was dropped there is none any more: the tombstone needs no look.
        return isListed(name) ? listed.getMany(sessionIds, name, version) : readManyDerived(folders.derived, sessionIds.filter(isUuid), name, version);
      }),
      put: (sessionId, name, version, bytes) => withChecks(sessionId, 'store a derived value of', async () => {
        await presentLogs(sessionId);
        checkDerivedName(name, version);
        if (isListed(name)) return putListed(sessionId, name, version, bytes);
        writeBeside(sessionId, () => replaceFile(derivedPath(folders.derived, sessionId, name, version), bytes));
      }),
    },
    async close() {
      closing.abort();
      listed.close();
      catalog.close();
      writer.close();
    },
  };
}
