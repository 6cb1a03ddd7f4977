import { searchable, searchableTexts, type SessionInfo, type SessionPage, type SessionQuery } from '@playhead/protocol';
import { factsOf } from '../common/session-facts.ts';
import { createSessionTable } from '../common/session-table.ts';
import type { Database } from './database.ts';
import type { LogRow } from './schema.ts';
import { shownSession, SUMMARY_STORES, type Summaries, type Summary } from './summaries.ts';
import { shownInfo } from '../common/session-info.ts';

/** Sessions that are looked at in one transaction: writers wait for it. */
const STEP = 32;

/** What a list knows of a session. */
interface Listed {
  readonly log: LogRow;
  readonly summary: Summary;
  texts?: readonly string[];
}

/** Lists sessions. Of what did not change since the last time only one small row is read. */
export function createList(database: Database, summaries: Summaries, now: () => number): (query: SessionQuery) => Promise<SessionPage> {
  const table = createSessionTable();
  const listed = new Map<string, Listed>();
  const update = async (): Promise<void> => {
    const logs = await database.read(['logs'], (tx) => tx.objectStore('logs').getAll());
    const ids = new Set(logs.map(({ sessionId }) => sessionId));
    for (const sessionId of listed.keys()) {
      if (ids.has(sessionId)) continue;
      listed.delete(sessionId);
      table.delete(sessionId);
      summaries.forget(sessionId);
    }
    const changed = logs.filter((log) => {
      const known = listed.get(log.sessionId);
      if (!known || isOther(known.log, log)) return true;
      listed.set(log.sessionId, { ...known, log }); // a heartbeat is all that is new
      return false;
    });
    for (let first = 0; first < changed.length; first += STEP) {
      const found = await database.read(SUMMARY_STORES, async (tx) => {
        const some: Listed[] = [];
        for (const log of changed.slice(first, first + STEP)) some.push({ log, summary: await summaries.of(tx, log) });
        return some;
      });
      for (const entry of found) {
        const { log: { sessionId, createdAt, bytes, changedAt }, summary } = entry;
        listed.set(sessionId, entry);
        table.set(factsOf({ ...shownInfo(summary.info, createdAt), bytes }, changedAt));
      }
    }
  };
  const mentions = (sessionId: string, wanted: string): boolean => {
    const entry = listed.get(sessionId);
    if (!entry) return false;
    entry.texts ??= searchableTexts(entry.summary.info, entry.summary.text);
    return entry.texts.some((text) => text.includes(wanted));
  };
  return async (query) => {
    await update();
    const wanted = searchable(query.search ?? '');
    const { ids, next } = table.page(query, {
      now: now(),
      heartbeatAt: (sessionId) => listed.get(sessionId)?.log.heartbeatAt ?? 0,
      mentions: (sessionId) => mentions(sessionId, wanted),
    });
    const sessions = ids.map((sessionId): SessionInfo | undefined => {
      const entry = listed.get(sessionId);
      return entry && shownSession(entry.summary, entry.log, now());
    });
    return { sessions: sessions.filter((info) => info !== undefined), ...(next !== undefined && { next }) };
  };
}

function isOther(a: LogRow, b: LogRow): boolean {
  return a.segments !== b.segments || a.revision !== b.revision || a.createdAt !== b.createdAt || a.changedAt !== b.changedAt;
}
