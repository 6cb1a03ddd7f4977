import type { SessionKey, SessionStore, SessionStoreEntry } from '@anthropic-ai/claude-agent-sdk';

interface Transcript {
  readonly key: SessionKey;
  readonly entries: SessionStoreEntry[];
  /** Rows that are kept: the SDK sends them again after a failure. */
  readonly known: Set<string>;
  bytes: number;
  changedAt: number;
}

/** The most characters that are kept; then the sessions that were silent for longest are forgotten. */
const MOST = 64 * 1024 * 1024;

/** Keeps transcripts for as long as the process runs, so that it can resume its own sessions. */
export function memoryTranscripts(most: number = MOST): Required<Pick<SessionStore, 'append' | 'load' | 'listSessions' | 'listSubkeys' | 'delete'>> {
  const kept = new Map<string, Transcript>(); // the one that changed last comes last
  const nameOf = ({ projectKey, sessionId, subpath = '' }: SessionKey): string => JSON.stringify([projectKey, sessionId, subpath]);
  const ofSession = (projectKey: string, sessionId: string): Transcript[] => [...kept.values()].filter(({ key }) => key.projectKey === projectKey && key.sessionId === sessionId);
  const forget = ({ projectKey, sessionId }: SessionKey): void => {
    for (const { key } of ofSession(projectKey, sessionId)) kept.delete(nameOf(key));
  };
  return {
    append(key, entries) {
      const name = nameOf(key);
      const transcript = kept.get(name) ?? { key, entries: [], known: new Set<string>(), bytes: 0, changedAt: 0 };
      for (const entry of entries) {
        if (entry.uuid !== undefined && transcript.known.has(entry.uuid)) continue;
        if (entry.uuid !== undefined) transcript.known.add(entry.uuid);
        transcript.entries.push(entry);
        transcript.bytes += JSON.stringify(entry).length;
      }
      transcript.changedAt = Date.now();
      kept.delete(name);
      kept.set(name, transcript);
      let bytes = [...kept.values()].reduce((sum, one) => sum + one.bytes, 0);
      for (const oldest of kept.values()) {
        if (bytes <= most || oldest.key.sessionId === key.sessionId) break;
        bytes -= ofSession(oldest.key.projectKey, oldest.key.sessionId).reduce((sum, one) => sum + one.bytes, 0);
        forget(oldest.key); // whole: a transcript without those of its subagents is none
      }
      return Promise.resolve();
    },
    load: (key) => Promise.resolve(kept.get(nameOf(key))?.entries.slice() ?? null),
    listSessions: (projectKey) => Promise.resolve([...kept.values()].filter(({ key }) => key.projectKey === projectKey && key.subpath === undefined).map(({ key, changedAt }) => ({ sessionId: key.sessionId, mtime: changedAt }))),
    listSubkeys: ({ projectKey, sessionId }) => Promise.resolve(ofSession(projectKey, sessionId).flatMap(({ key }) => key.subpath ?? [])),
    delete(key) {
      if (key.subpath === undefined) forget(key);
      else kept.delete(nameOf(key));
      return Promise.resolve();
    },
  };
}
