import { basename } from 'node:path';
import { presentSession, type Annotation, type SessionInfo, type SessionPage, type SessionQuery, type SessionSurvey, type SurveyedSession } from '@playhead/protocol';
import { shownInfo } from '../common/session-info.ts';
import { createCatalogCheck, CARRIED_BYTES } from './catalog-check.ts';
import { lookAt, lookAtFolder } from './catalog-folder.ts';
import { createCatalogIndex } from './catalog-index.ts';
import { COLUMNS, createCatalogState } from './catalog-state.ts';
import { stateOfFolder } from './file-prints.ts';
import { createFolderNotices } from './folder-notices.ts';
import { readHeartbeats } from './heartbeats.ts';
import { forgetRows } from './index-file.ts';
import { searchIndex } from './index-search.ts';
import { isDropped } from './drop.ts';
import { logsOf, timeOfLog, type Folders } from './paths.ts';

/** In the name of a log of which only a tombstone is left: see {@link namelessStem}. */
const NAMELESS = '_00000000_';

/** Knows the sessions of a data directory, through an index that it keeps true to the files. */
export interface SessionCatalog {
  list(query: SessionQuery): Promise<SessionPage>;
  /** @param revision - What tells derived values apart. */
  survey(query: SessionQuery, revision: () => string): Promise<SessionSurvey>;
  /** The paths of a session's logs. Reads the folder only where the system does not tell what changed in it. */
  presentLogs(sessionId: string): Promise<readonly string[]>;
  get(sessionId: string): Promise<SessionInfo | undefined>;
  /** The paths of a session's logs. Reads the folder only when it changed since a list did. */
  logsOf(sessionId: string): string[];
  /** Removes the rows of a session whose content goes: at once, and for every process. */
  forget(sessionId: string): void;
  /** The same for this process alone: the rows in the index stay. */
  letGo(sessionId: string): void;
  /** Reads every session anew. @param onProgress - Hears how many of how many were read. @returns How many sessions there are. */
  rebuild(onProgress: (done: number, all: number) => void): Promise<number>;
  close(): void;
}

/** @param now - Milliseconds since the Unix epoch. */
export function createSessionCatalog(folders: Folders, now: () => number): SessionCatalog {
  const state = createCatalogState(folders, now);
  const { table, index, held, doubt, pathsOf, setNames, readRow } = state;
  const notices = createFolderNotices(folders.sessions);
  const catalogIndex = createCatalogIndex(state);
  const { follow, write, compact, noteComplete } = catalogIndex;
  const { check, settle, forget } = createCatalogCheck(state, catalogIndex);
  let running: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;

  /** Learns which sessions there are. */
  const takeNotices = async (): Promise<void> => {
    const folder = stateOfFolder(folders.sessions); // before the notices are taken: what comes later changes it
    const { names: changed } = await notices.take();
    state.annotations.note(changed);
    follow();
    if (changed) {
      lookAt(state, changed);
      state.complete = folder;
    } else {
      lookAtFolder(state);
    }
  };
  const refresh = async (): Promise<void> => {
    await takeNotices();
    await settle();
    noteComplete();
  };
  /** Looks after the call began; calls that come while one is waiting share it. */
  const refreshed = (): Promise<void> => {
    waiting ??= (running ?? Promise.resolve()).catch(() => undefined).then(() => {
      running = waiting;
      waiting = undefined;
      return refresh();
    });
    return waiting;
  };
  const shown = (sessionId: string, heartbeatAt: number): SessionInfo | undefined => {
    const row = readRow(sessionId);
    if (!row) return undefined;
    const [log] = pathsOf(sessionId);
    const info = shownInfo(row.info, log === undefined ? row.info.startedAt : timeOfLog(log));
    return presentSession(info, { now: now() * 1000, changedAt: table.changedAt(sessionId), heartbeatAt });
  };
  const heartbeats = (): ReadonlyMap<string, number> => readHeartbeats(folders.heartbeats, now(), (id) => ['completed', 'failed'].includes(table.status(id) ?? ''));

  const mentioning = ({ search }: SessionQuery): ReadonlySet<string> | undefined => (search === undefined ? undefined
    : searchIndex(search, { index, held: [...held.keys()], placeOf: (id) => (table.has(id) ? { offset: table.number(id, COLUMNS.offset), texts: table.number(id, COLUMNS.texts) } : undefined), textsOf: (id) => readRow(id)?.texts ?? [] }));

  const presentLogsOf = (sessionId: string): string[] => {
    const folder = state.complete === undefined ? undefined : stateOfFolder(folders.sessions);
    return folder !== undefined && folder === state.complete ? pathsOf(sessionId) : logsOf(folders, sessionId);
  };

  /** Whether the names of logs are known to be all that there are. Every look is a new one: one that began earlier may have missed what was just made. */
  const areTold = async (): Promise<boolean> => {
    if (process.platform !== 'linux') return false;
    await takeNotices();
    return notices.isTold;
  };
  const presentLogs = async (sessionId: string): Promise<readonly string[]> => ((await areTold()) ? pathsOf(sessionId) : presentLogsOf(sessionId));
  /** Of what was removed nothing is known but that. */
  const isGone = ({ sessionId, workspaceName, agentName }: SurveyedSession): boolean =>
    workspaceName === 'unknown' && agentName === 'unknown' && state.names.get(sessionId)?.includes(NAMELESS) === true && isDropped(folders, sessionId);
  const surveyed = <Session extends SurveyedSession | undefined>(session: Session): Session => (session && isGone(session) ? { ...session, dropped: true } : session);

  const letGo = (sessionId: string): void => {
    forget(sessionId);
    table.delete(sessionId);
    held.delete(sessionId);
    doubt(sessionId, true); // where nothing comes of it, it is listed again
  };

  return {
    logsOf: presentLogsOf,
    async list(query) {
      await refreshed();
      const beats = heartbeats();
      const mentioned = mentioning(query);
      const { ids, next } = table.page(query, { now: now() * 1000, heartbeatAt: (id) => beats.get(id) ?? 0, mentions: (id) => mentioned?.has(id) === true });
      const sessions: SessionInfo[] = [];
      for (const id of ids) {
        if (!readRow(id)) await check(id, true); // overwritten by another process
        const info = shown(id, beats.get(id) ?? 0);
        if (info) sessions.push(info);
      }
      return { sessions, ...(next !== undefined && { next }) };
    },
    async survey(query, revision) {
      await refreshed();
      const beats = heartbeats();
      const mentioned = mentioning(query);
      const present = { now: now() * 1000, heartbeatAt: (id: string) => beats.get(id) ?? 0, mentions: (id: string) => mentioned?.has(id) === true };
      return {
        revision: [table.revision(present), state.annotations.changes, revision()].join('/'),
        sessions: () => table.survey(query, present).map(surveyed),
        session: (sessionId) => surveyed(table.surveyed(sessionId, present)),
        annotations: (): Promise<ReadonlyMap<string, readonly Annotation[] | undefined>> => state.annotations.all(pathsOf),
      };
    },
    presentLogs,
    async get(sessionId) {
      follow();
      const logs = await presentLogs(sessionId);
      const own = logs.map((log) => basename(log)).join('/');
      const moved = state.names.get(sessionId) !== own || state.doubtful.get(sessionId) === true;
      setNames(sessionId, own);
      state.doubtful.delete(sessionId);
      await check(sessionId, moved).catch((error: unknown) => {
        doubt(sessionId, moved);
        throw error;
      });
      if (held.has(sessionId) && (readRow(sessionId)?.info.bytes ?? 0) > CARRIED_BYTES) write(); // nobody should read so much again
      return shown(sessionId, heartbeats().get(sessionId) ?? 0);
    },
    forget(sessionId) {
      letGo(sessionId);
      forgetRows(folders.index, [sessionId]);
    },
    letGo,
    async rebuild(onProgress) {
      await (running ?? Promise.resolve()).catch(() => undefined);
      await notices.take();
      table.clear();
      held.clear();
      state.complete = undefined;
      state.indexed = undefined;
      lookAtFolder(state);
      for (const sessionId of state.names.keys()) doubt(sessionId, true);
      await settle(onProgress);
      compact();
      return table.size;
    },
    close() {
      state.closed = true;
      notices.stop();
      index.close();
    },
  };
}
