import type { JsonObject, JsonValue } from './json.ts';

/** Where a session stands. `processing` is between the stop and the last late record. */
export type SessionStatus = 'recording' | 'processing' | 'completed' | 'failed';

/** How a session ended. */
export type Outcome = 'success' | 'failed' | 'interrupted' | 'max_iterations_reached';

/**
 * Every {@link Outcome}.
 *
 * @example
 * ```ts
 * const outcome = OUTCOMES.find((word) => word === text);
 * ```
 */
export const OUTCOMES: readonly Outcome[] = ['success', 'failed', 'interrupted', 'max_iterations_reached'];

/** Who is behind the agent. Comes from the launcher or the transport, never from message content. */
export interface Identity {
  readonly type: 'user' | 'machine' | 'agent';
  /** A stable name within the workspace, such as an e-mail address or a service account. */
  readonly subject: string;
  readonly [key: string]: JsonValue | undefined;
}

/** What the work is for. Comes from the launcher, never from message content. */
export interface Task {
  readonly id: string;
  readonly title: string;
  readonly url?: string;
}

/** The state of the repository when the session started. */
export interface GitState {
  readonly branch?: string;
  readonly commit?: string;
  readonly remote?: string;
  readonly dirty?: boolean;
}

/** Why a session points at another one. */
export interface SessionLinks {
  /** The session this one continues. */
  readonly resumeOf?: string;
  /** The session whose history this one copied. */
  readonly forkOf?: string;
  /** The session that a clear command ended just before. */
  readonly clearedFrom?: string;
  /** The session that started this one. */
  readonly parent?: string;
  /** The record of the parent at which this session branched off. */
  readonly branchPoint?: string;
}

/** An agent that took part in a session. */
export interface AgentDescription {
  readonly id: string;
  readonly type?: string;
  readonly name?: string;
  readonly model?: string;
}

/** The final answer an agent hands over. */
export interface FinalOutput {
  readonly title?: string;
  readonly content: string;
  readonly format: 'markdown' | 'text' | 'json';
}

/**
 * What is known about a session from its start on: the data of its `session_start` record.
 * An open map: keys that no version knows are kept.
 */
export interface SessionHeader extends SessionLinks {
  readonly sessionId: string;
  /** A short name for people. */
  readonly name: string;
  /** The agent harness, such as `claude-code`. */
  readonly harness: string;
  readonly harnessVersion?: string;
  /** The harness's own id of the session. */
  readonly harnessSessionId?: string;
  /** Counts the recordings of one harness session, from 0. */
  readonly generation?: number;
  readonly agentName: string;
  readonly workspaceName: string;
  /** Where nobody names one, the name of the working directory: {@link withProject}. */
  readonly project?: string;
  readonly identity?: Identity;
  readonly task?: Task;
  /** What people file it under, such as `nightly`. */
  readonly tags?: readonly string[];
  /** The first prompt, where it is known at the start. */
  readonly prompt?: string;
  readonly cwd?: string;
  readonly git?: GitState;
  readonly models?: readonly string[];
  readonly agents?: readonly AgentDescription[];
  readonly maxIterations?: number;
  /**
   * How it was captured and what that way of capturing cannot see. `sideEffects` says in words what it changed for the agent, and `protection` says what keeps the agent from the recording: `same_user` nothing, `other_user` files of a
   * user that is not the agent's, `append_only` a server that got it with a token which can only add.
   */
  readonly capture?: { readonly tier: string; readonly loses?: readonly string[]; readonly sideEffects?: readonly string[]; readonly protection?: string };
  /** How it was redacted before it was written: the policy, and a digest of its rules. Absent: not at all. */
  readonly redaction?: { readonly policy: string; readonly digest: string };
  readonly metadata?: JsonObject;
  readonly [key: string]: unknown;
}

/** A session as lists show it: its header and what its records add up to. */
export interface SessionInfo extends SessionHeader {
  readonly status: SessionStatus;
  readonly outcome?: Outcome;
  readonly summary?: string;
  /** How sure the agent was, from 0 to 1. */
  readonly confidence?: number;
  /** How many rounds its actor-critic loop had: the highest number of one that was told of. Absent where there was none. */
  readonly iterations?: number;
  /** How many commands had a terminal of their own, whose screen can be replayed. Absent where none had. */
  readonly terminals?: number;
  /** Integer microseconds since the Unix epoch. */
  readonly startedAt: number;
  /** When the last record happened: integer microseconds since the Unix epoch. */
  readonly updatedAt: number;
  /** When the session was stopped: integer microseconds since the Unix epoch. */
  readonly stoppedAt?: number;
  /** How many records the log holds, each counted once. */
  readonly events: number;
  /** How large the log is, as the storage keeps it before any compression. Absent where a storage cannot tell. */
  readonly bytes?: number;
  /** What redaction took out, by kind. Absent when nothing was. */
  readonly redactions?: Readonly<Record<string, number>>;
  /** Why the content was removed, and who asked for it. Absent while it is there; else one record is all there is. */
  readonly dropped?: { readonly reason: string; readonly by?: string };
}
