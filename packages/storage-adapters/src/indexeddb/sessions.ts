import type { Annotation, CreatedSession, SessionHeader } from '@playhead/protocol';
import { sessionNotFound } from '../common/failures.ts';
import { byteLength } from '../common/line-records.ts';
import { checkTombstone } from '../common/tombstone.ts';
import { writableLog } from './add-lines.ts';
import { removeUnusedBlobs } from './blob-uses.ts';
import { isUploaded } from './uploaded.ts';
import type { LogRow, Reading, Writing } from './schema.ts';

/** Makes a session, or finds the one that is meant. */
export async function createSession(tx: Writing, header: SessionHeader, at: number, now: number): Promise<CreatedSession> {
  const { sessionId } = header;
  const headers = tx.objectStore('headers');
  const claim = claimOf(header);
  const known = await headers.get(sessionId);
  const claimed = claim === undefined ? undefined : await headers.index('claims').getKey(claim);
  if (known) {
    if (claim !== undefined && claimed === undefined) void headers.put({ ...known, claims: [...known.claims, claim] });
    return { sessionId, created: false };
  }
  if (claimed !== undefined) return { sessionId: claimed, created: false };
  void headers.put({ sessionId, header, claims: claim === undefined ? [] : [claim] });
  void tx.objectStore('logs').put({ sessionId, createdAt: at, changedAt: now, heartbeatAt: 0, bytes: 0, segments: 0, revision: 0, seen: [] });
  return { sessionId, created: true };
}

function claimOf({ harness, harnessSessionId, generation = 0 }: SessionHeader): string | undefined {
  return harnessSessionId === undefined ? undefined : JSON.stringify([harness, harnessSessionId, generation]);
}

/** The row of a log. @throws PlayheadError `session_not_found`. */
export async function existingLog(tx: Reading, sessionId: string, storage: string): Promise<LogRow> {
  const log = await tx.objectStore('logs').get(sessionId);
  if (log) return log;
  throw sessionNotFound(sessionId, storage);
}

/** Removes all of a session. */
export async function deleteSession(tx: Writing, sessionId: string): Promise<void> {
  await clearSession(tx, sessionId);
  void tx.objectStore('headers').delete(sessionId);
  void tx.objectStore('logs').delete(sessionId);
}

/** Leaves nothing of a session but one line, and whose session of a harness it is. */
export async function dropSession(tx: Writing, sessionId: string, line: string, now: number): Promise<void> {
  const log = await existingLog(tx, sessionId, 'indexeddb');
  checkTombstone(line);
  if (log.tombstone !== undefined) return;
  await clearSession(tx, sessionId);
  const header = await tx.objectStore('headers').get(sessionId);
  const { harness = '' } = header?.header ?? {};
  void tx.objectStore('headers').put({ sessionId, header: { sessionId, name: '', harness, agentName: '', workspaceName: '' }, claims: header?.claims ?? [] });
  void tx.objectStore('logs').put({ ...log, bytes: byteLength(line) + 1, segments: 0, revision: log.revision + 1, seen: [], heartbeatAt: 0, changedAt: now, tombstone: line });
}

async function clearSession(tx: Writing, sessionId: string): Promise<void> {
  void tx.objectStore('segments').delete(rangeOf(sessionId));
  void tx.objectStore('derived').delete(rangeOf(sessionId));
  void tx.objectStore('summaries').delete(sessionId);
  const annotations = tx.objectStore('annotations');
  for (const key of await annotations.index('session').getAllKeys(sessionId)) void annotations.delete(key);
  const uses = await tx.objectStore('blobUses').index('session').getAll(sessionId);
  await removeUnusedBlobs(tx, sessionId, uses.map(({ blob }) => blob));
}

/** All keys that begin with a session. */
export function rangeOf(sessionId: string): IDBKeyRange {
  return IDBKeyRange.bound([sessionId], [sessionId, []]); // arrays sort behind numbers and texts
}

/** Adds an annotation, unless one with its id is there. */
export async function addAnnotation(tx: Writing, sessionId: string, annotation: Annotation): Promise<void> {
  await writableLog(tx, sessionId, 'indexeddb');
  const annotations = tx.objectStore('annotations');
  if ((await annotations.index('id').getKey([sessionId, annotation.id])) === undefined) void annotations.add({ sessionId, annotation });
}

/** A session that ended and that a server has: the one that was left alone for longest. */
export async function sessionToEvict(tx: Reading, isOver: (log: LogRow) => Promise<boolean>): Promise<string | undefined> {
  const logs = await tx.objectStore('logs').getAll();
  for (const log of logs.sort((a, b) => a.changedAt - b.changedAt)) {
    if (log.tombstone === undefined && (await isUploaded(tx, log)) && (await isOver(log))) return log.sessionId;
  }
  return undefined;
}
