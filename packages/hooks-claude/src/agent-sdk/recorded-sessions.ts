import type { JsonObject, Outcome } from '@playhead/protocol';
import type { Recorder, RecordInput } from '@playhead/recorder';
import { claudeHarness } from '../claude-harness.ts';

/** What is needed of a recorder. */
export type SessionRecorder = Pick<Recorder, 'recordStart' | 'recordEvent' | 'recordStop'>;

/** One session of the client. What is told of it is recorded in the order it was told. */
export interface RecordedSession {
  /** Runs behind everything that was told before. Never rejects. */
  run(work: (record: (records: readonly RecordInput[]) => Promise<void>) => Promise<void>): Promise<void>;
}

/** The newest sessions that are remembered. */
const MOST = 256;

/** Sessions of a host's queries, by the client's own ids. */
export function createRecordedSessions(recorder: SessionRecorder): (payload: JsonObject) => RecordedSession | undefined {
  const sessions = new Map<string, RecordedSession>();
  return (payload) => {
    const id = claudeHarness.sessionOf(payload);
    if (id === undefined) return undefined;
    const session = sessions.get(id) ?? recordedSession(recorder, payload);
    sessions.delete(id); // put back as the youngest
    sessions.set(id, session);
    for (const oldest of sessions.keys()) {
      if (sessions.size <= MOST) break;
      sessions.delete(oldest);
    }
    return session;
  };
}

function recordedSession(recorder: SessionRecorder, first: JsonObject): RecordedSession {
  let waiting: Promise<void> = Promise.resolve();
  let sessionId: string | undefined;

  async function record(records: readonly RecordInput[]): Promise<void> {
    sessionId ??= await begin();
    for (const { type, data, ...place } of records) {
      if (type === 'session_stop') await recorder.recordStop({ sessionId, ...outcomeOf(data) });
      else recorder.recordEvent({ sessionId, type, data, ...place });
    }
  }

  async function begin(): Promise<string> {
    const header = claudeHarness.headerOf(first, { at: 0, evidence: {}, transport: 'sdk' });
    const { name, agentName, workspaceName, harness, harnessSessionId, cwd } = header as Readonly<Record<string, string>>; // an open map: these are texts where they are there
    const started = await recorder.recordStart({
      name: name ?? 'Claude Code', agentName: agentName ?? 'Claude Code', workspaceName: workspaceName ?? 'unknown', harness: harness ?? 'claude-code',
      ...(harnessSessionId !== undefined && { harnessSessionId }), ...(cwd !== undefined && { cwd }),
    });
    return started.sessionId;
  }

  return {
    run(work) {
      waiting = waiting.then(() => work(record)).catch(() => undefined); // the recorder tells its own onError; the agent hears of nothing
      return waiting;
    },
  };
}

function outcomeOf({ outcome }: JsonObject): { outcome?: Outcome } {
  return outcome === 'success' || outcome === 'failed' || outcome === 'interrupted' ? { outcome } : {};
}
