import { searchable, type SessionPage, type SessionQuery } from '@playhead/protocol';
import { factsOf } from '../common/session-facts.ts';
import { createSessionTable } from '../common/session-table.ts';
import { heartbeatOf, infoOf, textsOf, type MemorySessions } from './sessions.ts';

/** Lists the sessions of a memory storage: what changed since the last time is looked at, and the sessions of the page. */
export function createMemoryList(sessions: MemorySessions): (query: SessionQuery) => SessionPage {
  const table = createSessionTable();
  const texts = new Map<string, readonly string[]>();
  const mentions = (sessionId: string, wanted: string): boolean => {
    const session = sessions.find(sessionId);
    const known = texts.get(sessionId) ?? (session ? textsOf(session) : []);
    texts.set(sessionId, known);
    return known.some((text) => text.includes(wanted));
  };
  return (query) => {
    for (const sessionId of sessions.takeChanged()) {
      texts.delete(sessionId);
      const session = sessions.find(sessionId);
      if (session) table.set(factsOf(infoOf(session), session.changedAt));
      else table.delete(sessionId);
    }
    const wanted = searchable(query.search ?? '');
    const { ids, next } = table.page(query, {
      now: sessions.now(),
      heartbeatAt: (sessionId) => {
        const session = sessions.find(sessionId);
        return session ? heartbeatOf(session) : 0;
      },
      mentions: (sessionId) => mentions(sessionId, wanted),
    });
    return { sessions: ids.map((sessionId) => sessions.info(sessionId)).filter((info) => info !== undefined), ...(next !== undefined && { next }) };
  };
}
