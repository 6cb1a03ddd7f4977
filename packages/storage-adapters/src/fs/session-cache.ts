import { stat } from 'node:fs/promises';
import { foldSessionInfo, isJsonObject, type SessionInfo } from '@playhead/protocol';
import { infoOfHeader, shownInfo } from '../common/session-info.ts';
import { HEADER } from './create.ts';
import { besideLog, timeOfLog } from './paths.ts';
import { identityOf, readLogs, readStateAt, type ReadState } from './read.ts';
import { readIfThere } from './write-file.ts';

const MAX_SESSIONS = 100_000;

interface Known extends ReadState {
  /** The files it was read from, by path and identity. */
  readonly from: string;
  readonly sizes: readonly number[];
  readonly info: SessionInfo;
}

/** Knows what the records of sessions add up to, and reads only what was appended since. */
export interface SessionCache {
  infoOf(sessionId: string, logs: readonly string[]): Promise<SessionInfo>;
  forget(sessionId: string): void;
}

/** Remembers at most 100,000 sessions. */
export function createSessionCache(): SessionCache {
  const cache = new Map<string, Known>();
  return {
    forget: (sessionId) => void cache.delete(sessionId),
    async infoOf(sessionId, logs) {
      const stats = await Promise.all(logs.map((path) => stat(path)));
      const from = stats.map((one, index) => `${identityOf(one)}:${logs[index]}`).join('\n');
      const sizes = stats.map(({ size }) => size);
      const before = cache.get(sessionId);
      const usable = before?.from === from && sizes.every((size, index) => size >= (before.sizes[index] ?? 0)) ? before : undefined;
      if (usable && usable.sizes.join() === sizes.join()) return shown(usable.info, logs);
      // Taken out while it is read: two calls at once must not move one state.
      cache.delete(sessionId);
      const state: ReadState = usable ?? readStateAt(logs.map(() => 0));
      let info = usable?.info ?? infoOfHeader(sessionId, headerOf(logs));
      for await (const { records } of readLogs(logs, state)) {
        for (const { record } of records) info = foldSessionInfo(info, record);
      }
      const oldest = cache.size >= MAX_SESSIONS ? cache.keys().next().value : undefined;
      if (oldest !== undefined) cache.delete(oldest);
      cache.set(sessionId, { ...state, from, sizes, info });
      return shown(info, logs);
    },
  };
}

function shown(info: SessionInfo, logs: readonly string[]): SessionInfo {
  return structuredClone(shownInfo(info, logs[0] === undefined ? 0 : timeOfLog(logs[0])));
}

/** What creators said; a log that was copied in alone has only what its records say. */
function headerOf(logs: readonly string[]): object {
  return Object.assign({}, ...logs.map((log) => parse(readIfThere(besideLog(log, HEADER)) ?? '{}')));
}

function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {}; // a hand edit; the records say the rest
  }
}
