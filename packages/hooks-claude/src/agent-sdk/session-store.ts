import type { SessionStore } from '@anthropic-ai/claude-agent-sdk';
import { isJsonObject } from '@playhead/protocol';
import { createClock } from '@playhead/recorder';
import { createRowConverter, type RowConverter } from '../transcript/row-converter.ts';
import type { Speaker } from '../transcript/speaker.ts';
import { createRecordedSessions, type RecordedSession, type SessionRecorder } from './recorded-sessions.ts';

interface Reading {
  readonly converter: RowConverter;
  readonly speakers: Map<string, Speaker>;
  /** Rows that were read: the SDK sends them again after a failure. */
  readonly known: Set<string>;
}

/**
 * A session store for a query of the Claude Agent SDK that records what the client writes into its transcript: also thinking, tokens and what
 * the user refused, which no hook tells.
 *
 * It keeps no transcripts: `load` finds nothing, so sessions are resumed from the client's own files.
 *
 * @param recorder - Where the sessions go, such as that of `createRecorder`.
 *
 * @example
 * ```ts
 * const recorder = createRecorder({ storage: fsStorage() });
 * const options = { sessionStore: createSessionStore(recorder), hooks: createHookCallbacks(recorder, { besideStore: true }) };
 * ```
 */
export function createSessionStore(recorder: SessionRecorder): SessionStore {
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
    async append({ sessionId, subpath = '' }, entries) {
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
    load: () => Promise.resolve(null),
  };
}
