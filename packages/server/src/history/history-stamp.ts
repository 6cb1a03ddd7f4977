import { isJsonObject, type JsonObject, type SessionInfo } from '@playhead/protocol';
import type { HistorySession } from '@playhead/recorder';
import type { HistoryTarget } from './history-keeper.ts';

const NAME = 'history-stamp';
const VERSION = 1;

/** What the files of a session were like before they were read. Undefined where the harness cannot tell, or nothing could remember it. */
export async function stampOf(session: HistorySession, { storage, adapter: { history } }: HistoryTarget): Promise<string | undefined> {
  return storage.capabilities.derived ? history.stamp?.(session) : undefined;
}

/**
 * Remembers beside the newest recording of a session that its files were read to their end. Only of an ended one: another has to be looked at again,
 * to bring it to its end.
 */
export async function keepStamp(stamp: string | undefined, sessionIds: readonly string[], { storage, version = '' }: HistoryTarget): Promise<void> {
  const newest = sessionIds.at(-1);
  if (stamp === undefined || newest === undefined) return;
  const infos = await Promise.all(sessionIds.map((sessionId) => storage.get(sessionId)));
  const mark = { stamp, version, events: eventsOf(infos) };
  await storage.derived.put(newest, NAME, VERSION, new TextEncoder().encode(JSON.stringify(mark))).catch(() => undefined); // then it is read once more
}

/**
 * The recordings of a session whose files are as they were when they were read to their end, by this version; undefined for one that must be read.
 * A recording that has lost records since, as by a crash of the machine, does not hold it any more.
 */
export async function unchangedIn(session: HistorySession, target: HistoryTarget): Promise<readonly string[] | undefined> {
  const { storage, adapter: { harness }, version = '' } = target;
  const { sessions } = await storage.list({ harness, harnessSessionId: session.harnessSessionId, limit: 1000 });
  const known = [...sessions].sort((a, b) => (a.generation ?? 0) - (b.generation ?? 0));
  const newest = known.at(-1);
  if (!newest || !storage.capabilities.derived || known.some(({ dropped }) => dropped) || lacksParent(session, known[0])) return undefined;
  const mark = parse(await storage.derived.get(newest.sessionId, NAME, VERSION).catch(() => undefined));
  if (mark['version'] !== version || typeof mark['events'] !== 'number' || eventsOf(known) < mark['events']) return undefined;
  const stamp = await stampOf(session, target);
  return stamp !== undefined && stamp === mark['stamp'] ? known.map(({ sessionId }) => sessionId) : undefined;
}

/** A fork that was read before the session it is a fork of is to be told of it. */
function lacksParent({ sharesWith = [] }: HistorySession, first: SessionInfo | undefined): boolean {
  return sharesWith.length > 0 && first?.forkOf === undefined;
}

function eventsOf(infos: readonly (SessionInfo | undefined)[]): number {
  return infos.reduce((sum, info) => sum + (info?.events ?? 0), 0);
}

function parse(bytes: Uint8Array | undefined): JsonObject {
  try {
    const value: unknown = bytes && JSON.parse(new TextDecoder().decode(bytes));
    return isJsonObject(value) ? value : {};
  } catch {
    return {}; // it was cut short
  }
}
