import type { SessionStore } from '@anthropic-ai/claude-agent-sdk';
import { isJsonObject } from '@playhead/protocol';
import { createClock } from '@playhead/recorder';
import { createRowConverter, type RowConverter } from '../transcript/row-converter.ts';
import type { Speaker } from '../transcript/speaker.ts';
import { memoryTranscripts } from './memory-transcripts.ts';
import { createRecordedSessions, type RecordedSession, type SessionRecorder } from './recorded-sessions.ts';

interface Reading {
  readonly converter: RowConverter;
  readonly speakers: Map<string, Speaker>;
  /** Rows that were read: the SDK sends them again after a failure. */
  readonly known: Set<string>;
}

/** Options of {@link createSessionStore}. */
export interface SessionStoreOptions {
  /** The store that keeps the transcripts themselves; what it refuses is recorded once it takes it. Default: this process's memory, the newest 64 MB. */
  readonly transcripts?: SessionStore;
}

/**
 * A session store for a query of the Claude Agent SDK that records what the client writes into its transcript: also thinking, tokens and what
 * the user refused, which no hook tells.
 *
 * `load` gives back what was stored, so that a session can be resumed: from memory, for as long as the process runs, the newest 64 MB. Recordings
 * are redacted and hold no rows, so they cannot be resumed from; hand in a store of your own to resume elsewhere or later.
 *
 * @param recorder - Where the sessions go, such as that of `createRecorder`.
 * @param options.transcripts - The store that keeps the transcripts themselves. Default: this process's memory.
 *
 * @example
 * ```ts
 * const recorder = createRecorder({ storage: fsStorage() });
 * const options = { sessionStore: createSessionStore(recorder), hooks: createHookCallbacks(recorder, { besideStore: true }) };
 * ```
 */
export function createSessionStore(recorder: SessionRecorder, options: SessionStoreOptions = {}): SessionStore {
  const transcripts: SessionStore = options.transcripts ?? memoryTranscripts();
  const now = createClock();
  const sessionOf = createRecordedSessions(recorder);
  const readings = new WeakMap<RecordedSession, Reading>();

  function readingOf(session: RecordedSession, id: string): Reading {
    const known = readings.get(session);
    if (known) return known;
    const made: Reading = { converter: createRowConverter({ session: id, transcript: '', results: '', used: new Set() }, now()), speakers: new Map(), known: new Set() };
    readings.set(session, made);
    return made;
  }

  return {
    async append(key, entries) {
      const { sessionId, subpath = '' } = key;
      await transcripts.append(key, entries);
      const first = entries.find(({ cwd }) => typeof cwd === 'string')?.['cwd'];
      const session = sessionOf({ session_id: sessionId, ...(typeof first === 'string' && { cwd: first }) });
      await session?.run(async (record) => {
        const { converter, speakers, known } = readingOf(session, sessionId);
        const agent = /agent-([\w-]{1,128})(?:\.jsonl)?$/.exec(subpath)?.[1];
        const speaker = speakers.get(subpath) ?? converter.speaker(agent === undefined ? undefined : { path: subpath, agent, meta: {} });
        speakers.set(subpath, speaker);
        for (const entry of entries) {
          if (!isJsonObject(entry) || (entry.uuid !== undefined && known.has(entry.uuid))) continue;
          if (entry.uuid !== undefined) known.add(entry.uuid);
          const told = await converter.row(entry, speaker);
          await record((told ?? []).map(({ corrects: _corrects, ...one }) => one));
        }
      });
    },
    load: (key) => transcripts.load(key),
    // Only what the store can: the SDK looks which methods are there.
    ...(transcripts.listSessions && { listSessions: transcripts.listSessions.bind(transcripts) }),
    ...(transcripts.listSessionSummaries && { listSessionSummaries: transcripts.listSessionSummaries.bind(transcripts) }),
    ...(transcripts.listSubkeys && { listSubkeys: transcripts.listSubkeys.bind(transcripts) }),
    ...(transcripts.delete && { delete: transcripts.delete.bind(transcripts) }),
  };
}
