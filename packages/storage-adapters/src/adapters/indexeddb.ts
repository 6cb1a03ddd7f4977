import type { SessionStorage } from '@playhead/protocol';
import { checkSessionId } from '../common/checks.ts';
import { sessionDropped, sessionNotFound, storageClosed } from '../common/failures.ts';
import { copyHeader } from '../common/session-info.ts';
import { numberedLines, writableLog } from '../indexeddb/add-lines.ts';
import { createAppender } from '../indexeddb/appender.ts';
import { chunksOf } from '../indexeddb/chunks.ts';
import { createDatabase } from '../indexeddb/database.ts';
import { notOpenYet } from '../indexeddb/failures.ts';
import { createLastWords } from '../indexeddb/last-words.ts';
import { createList } from '../indexeddb/list.ts';
import { createNotices } from '../indexeddb/notices.ts';
import { createPendingLines } from '../indexeddb/pending.ts';
import { createRoom } from '../indexeddb/room.ts';
import { rewriteSession } from '../indexeddb/rewrite.ts';
import { ALL_STORES, type LogRow } from '../indexeddb/schema.ts';
import { addAnnotation, createSession, deleteSession, dropSession, existingLog } from '../indexeddb/sessions.ts';
import { createSummaries, shownSession, SUMMARY_STORES } from '../indexeddb/summaries.ts';
import { createBlobs, createDerived } from '../indexeddb/values.ts';

const NAME = 'indexeddb';

/** Where {@link indexedDBStorage} keeps sessions. */
export interface IndexedDBStorageOptions {
  /** Database to use. Two storages of one origin with one name share their sessions. Default `playhead`. */
  readonly databaseName?: string;
  /**
   * Whether the browser is asked, once, not to remove the origin's data by itself when it runs out of room. Firefox puts the question
   * to its user. Default false: ask with `navigator.storage.persist()` when it suits your page.
   */
  readonly persist?: boolean;
  /** Milliseconds since the Unix epoch, by which sessions grow silent. Default `Date.now`. */
  readonly now?: () => number;
}

/**
 * Keeps sessions in the browser, for as long as the origin's data is left alone. Tabs share them, follow each other's sessions live, and
 * may write one session at once.
 *
 * The database opens on first use, so this may be called where there is no IndexedDB, such as on a server, as long as no method is.
 * Where the browser gives no more room, sessions that have ended and that an uploader has brought to a server are removed, the oldest
 * first; where that is not enough, calls reject with `storage_full`.
 *
 * `appendSync` hands lines to the browser without waiting, for a page that is closed: it knows the sessions that this object has used,
 * and rejects with `storage_unavailable` before the database is open.
 *
 * @example
 * ```ts
 * const storage = indexedDBStorage();
 * const recorder = createRecorder({ storage });
 * ```
 */
export function indexedDBStorage(options: IndexedDBStorageOptions = {}): SessionStorage {
  const { databaseName = 'playhead', persist = false, now: milliseconds = Date.now } = options;
  const now = (): number => Math.trunc(milliseconds() * 1000);
  /** Sessions that this object has used, and whether they may be added to. */
  const used = new Map<string, 'open' | 'dropped'>();
  const note = (log: LogRow): LogRow => {
    used.set(log.sessionId, log.tombstone === undefined ? 'open' : 'dropped');
    return log;
  };
  const notices = createNotices(databaseName, ({ sessionId, pending: isPending, gone }) => {
    if (isPending) pending.expect();
    if (gone) used.delete(sessionId);
  });
  const summaries = createSummaries();
  const opened = (): void => {
    notices.listen();
    pending.expect();
  };
  const lastWords = createLastWords(databaseName);
  const pending = createPendingLines(() => database.connection, lastWords, now, (sessionId) => notices.tell({ sessionId }));
  const tellGone = (sessionId: string): void => {
    used.delete(sessionId);
    appender.forget(sessionId);
    summaries.forget(sessionId);
    notices.tell({ sessionId, gone: true });
  };
  const room = createRoom(() => database.connection, summaries, persist, tellGone);
  const database = createDatabase(NAME, databaseName, opened, { prepare: () => pending.settle(), makeRoom: room.make });
  const appender = createAppender(database, NAME, now, (log) => { note(log); pending.check(log.sessionId); });
  const list = createList(database, summaries, now);
  /** Keeps what was worked out for the next page. Nobody waits for it, and nothing is lost without it. */
  const keep = (): void => {
    const rows = summaries.takeUnkept();
    if (rows.length === 0) return;
    database.write(['logs', 'summaries'], async (tx) => {
      for (const row of rows) if ((await tx.objectStore('logs').get(row.sessionId))?.revision === row.revision) void tx.objectStore('summaries').put(row);
    }).catch(() => {});
  };
  return {
    name: NAME,
    location: databaseName,
    capabilities: { live: 'push', appendSync: true, blobs: true, derived: true, annotations: true, multiProcess: true },
    async create(header, { at = now() } = {}) {
      checkSessionId(header.sessionId);
      const own = copyHeader(header);
      room.ask();
      const created = await database.write(['headers', 'logs'], async (tx) => {
        const made = await createSession(tx, own, at, now());
        note(await existingLog(tx, made.sessionId, NAME));
        return made;
      });
      notices.tell({ sessionId: created.sessionId });
      return created;
    },
    async append(sessionId, lines, { durability = 'write', encoded = false } = {}) {
      const numbered = numberedLines(lines, encoded);
      await appender.append(sessionId, numbered, durability);
      if (lines.length > 0) notices.tell({ sessionId });
    },
    appendSync(sessionId, lines, { durability = 'write', encoded = false } = {}) {
      if (database.closed) throw storageClosed(NAME);
      checkSessionId(sessionId);
      const state = used.get(sessionId);
      if (!state) throw database.connection.db ? sessionNotFound(sessionId, NAME) : notOpenYet();
      if (state === 'dropped') throw sessionDropped(sessionId);
      numberedLines(lines, encoded);
      if (lines.length === 0) return;
      pending.hand(sessionId, lines, durability);
      notices.tell({ sessionId, pending: true });
    },
    read: (sessionId, read = {}) => chunksOf(database, notices, sessionId, { ...read, live: false }),
    subscribe: (sessionId, follow) => chunksOf(database, notices, sessionId, { ...follow, live: true }),
    async list(query = {}) {
      const page = await list(query);
      keep();
      return page;
    },
    async get(sessionId) {
      const info = await database.read(SUMMARY_STORES, async (tx) => {
        const log = await tx.objectStore('logs').get(sessionId);
        return log && shownSession(await summaries.of(tx, note(log)), log, now());
      });
      keep();
      return info;
    },
    async annotate(sessionId, annotation) {
      const own = structuredClone(annotation);
      await database.write(['logs', 'annotations'], (tx) => addAnnotation(tx, sessionId, own));
    },
    annotations: (sessionId) => database.read(['logs', 'annotations'], async (tx) => {
      await existingLog(tx, sessionId, NAME);
      return (await tx.objectStore('annotations').index('session').getAll(sessionId)).map(({ annotation }) => annotation);
    }),
    async delete(sessionId) {
      await database.write(ALL_STORES, (tx) => deleteSession(tx, sessionId));
      tellGone(sessionId);
    },
    async drop(sessionId, line) {
      await database.write(ALL_STORES, (tx) => dropSession(tx, sessionId, line, now()), 'fsync');
      tellGone(sessionId);
      used.set(sessionId, 'dropped');
    },
    async rewrite(sessionId, change, how = {}) {
      await rewriteSession(database, sessionId, change, how);
      notices.tell({ sessionId });
    },
    async heartbeat(sessionId) {
      await database.write(['logs'], async (tx) => {
        const log = await writableLog(tx, sessionId, NAME);
        void tx.objectStore('logs').put({ ...log, heartbeatAt: Math.max(log.heartbeatAt, now()) });
      });
    },
    blobs: createBlobs(database, NAME),
    derived: createDerived(database, NAME),
    close() {
      lastWords.close();
      return notices.close(database.close());
    },
  };
}
