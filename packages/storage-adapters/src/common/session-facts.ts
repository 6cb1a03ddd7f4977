import { isSilent, SESSION_SORTS, sessionSortValue, type Outcome, type SessionInfo, type SessionStatus } from '@playhead/protocol';

/** Header fields that a query compares exactly, in a fixed order. */
export const COMPARED: readonly ('harness' | 'harnessSessionId' | 'workspaceName' | 'project' | 'agentName' | 'identity' | 'task')[] = ['harness', 'harnessSessionId', 'workspaceName', 'project', 'agentName', 'identity', 'task'];

/** What lists order and filter a session by. */
export interface SessionFacts {
  readonly sessionId: string;
  /** As it is shown: integer microseconds since the Unix epoch. */
  readonly startedAt: number;
  /** When its log was last appended to: integer microseconds since the Unix epoch. */
  readonly changedAt: number;
  readonly bytes: number;
  /** What the records say. */
  readonly status: SessionStatus;
  readonly outcome: string | null;
  /** Values of {@link COMPARED}. */
  readonly compared: readonly (string | null)[];
  readonly tags: readonly string[];
  readonly hasTerminal: boolean;
  /** What it is ordered by: a number for each of `SESSION_SORTS`. */
  readonly ranks: readonly number[];
}

/** The facts of a session; `info` as shown but for its silence. */
export function factsOf(info: SessionInfo, changedAt: number): SessionFacts {
  const { sessionId, startedAt, status, outcome, harness, harnessSessionId, workspaceName, project, agentName, identity, task, bytes = 0, terminals = 0 } = info;
  const tags: unknown = info.tags; // recorded headers are untrusted: a field may be of another type than it says
  return {
    sessionId, startedAt, changedAt, bytes, status,
    outcome: outcome ?? null,
    compared: [harness, harnessSessionId, workspaceName, project, agentName, identity?.subject, task?.id].map((value: unknown) => (typeof value === 'string' ? value : null)),
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    hasTerminal: terminals > 0,
    ranks: SESSION_SORTS.map((sort) => sessionSortValue(info, sort)),
  };
}

/** Status and outcome as they are shown now. */
export function shownEnd(status: SessionStatus, outcome: Outcome | string | undefined, life: { now: number; changedAt: number; heartbeatAt: number }): { status: SessionStatus; outcome: string | undefined } {
  if ((status !== 'recording' && status !== 'processing') || !isSilent(life)) return { status, outcome };
  return { status: 'completed', outcome: status === 'recording' ? (outcome ?? 'interrupted') : outcome };
}
