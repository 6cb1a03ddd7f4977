import type {
  BlobRef, Damage, DiffHunk, EventDescription, FinalOutput, JsonValue, SessionInfo, SessionRecord, TestCase, TextValue, Via,
} from '@playhead/protocol';
import type { Disagreement } from '../witnesses/disagreement.ts';
import type { TerminalHead } from '../terminal/types.ts';

/** How a step stands. `running` until something closes it. */
export type StepStatus = 'ok' | 'failed' | 'denied' | 'interrupted' | 'running';

/** An event as views show it: its record and its one-line description. */
export interface ReplayEvent extends EventDescription {
  /** The record's id. */
  readonly id: string;
  readonly record: SessionRecord;
  /** The step it belongs to, when it belongs to one. */
  readonly stepId?: string;
  /** The turn it belongs to. */
  readonly turnId?: string;
}

/** What a command printed. */
export interface CommandOutput {
  /** Pieces in order. */
  readonly chunks: readonly { readonly at: number; readonly text: TextValue }[];
  readonly exitCode?: number;
}

/** A change of one file by one step. */
export interface FileChange {
  readonly path: string;
  readonly oldPath?: string;
  readonly change: 'created' | 'modified' | 'deleted' | 'renamed';
  readonly hunks: readonly DiffHunk[];
  /** Where the hunks are while they are not at hand, as JSON; `hunks` is empty then. Load them with `replay.text`. */
  readonly hunksBlob?: BlobRef;
  readonly added: number;
  readonly removed: number;
  readonly before?: TextValue | null;
  readonly after?: TextValue;
  readonly stepId?: string;
  readonly eventId: string;
  readonly at: number;
}

/** The result of one test run. */
export interface TestRun {
  readonly stepId?: string;
  readonly eventId: string;
  readonly at: number;
  readonly framework?: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly durationUs?: number;
  readonly cases: readonly TestCase[];
}

/** One tool call, put together from every record that speaks of it. */
export interface Step {
  /** The call's id. */
  readonly id: string;
  readonly kind: EventDescription['kind'];
  /** What it is called in lists: the command, the path, `server › tool`. */
  readonly title: string;
  /** The harness's name of the tool. */
  readonly tool?: string;
  readonly toolUseId?: string;
  readonly status: StepStatus;
  /** Integer microseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly durationUs?: number;
  /** The subagent that did it; absent for the main agent. */
  readonly agentId?: string;
  /** The subagent that this call started. */
  readonly startedAgentId?: string;
  readonly turnId?: string;
  readonly mcp?: { readonly server: string; readonly tool: string };
  readonly skill?: { readonly name: string; readonly version?: string };
  /** What the tool was given. */
  readonly input?: JsonValue | BlobRef;
  /** What came back: what the model was told; the whole text where the model saw only a part. */
  readonly output?: TextValue;
  /** The structured result, where the harness gave one. */
  readonly result?: JsonValue | BlobRef;
  readonly error?: string;
  readonly command?: string;
  readonly terminal?: CommandOutput;
  readonly diff?: readonly FileChange[];
  readonly test?: TestRun;
  /** The leave that it needed. */
  readonly permission?: StepPermission;
  readonly witnesses: readonly Via[];
  /**
   * Whether those who tell of it tell the same. `single`: nobody else could have seen it, or it is not known whether somebody did. `missing`: somebody should have seen it
   * and has not.
   */
  readonly agreement: 'single' | 'agree' | 'differs' | 'missing';
  /** What the agent's own recording and the one at the boundary do not have in common; absent where they tell the same or only one could tell it. */
  readonly disagreement?: Disagreement;
  /** Ids of its events, in display order. */
  readonly eventIds: readonly string[];
}

/** The leave that a call needed. */
export interface StepPermission {
  readonly decision?: 'allowed' | 'denied';
  /** `waiting`: somebody can still decide. `expired`: nobody did in time, so that it was denied. */
  readonly state?: 'waiting' | 'approved' | 'denied' | 'expired';
  /** Who or what decided: `user`, `rule`, `policy`, `mode`. */
  readonly by?: string;
  readonly reason?: string;
  /** The person or machine that decided. */
  readonly approver?: string;
  /** The rule that decided, or that asked for the decision. */
  readonly rule?: string;
  /** What the agent was told. */
  readonly message?: string;
  readonly direction?: string;
  /** Who is behind the agent, such as `user:ada@example.com`. */
  readonly identity?: string;
  /** The id of what its work is for. */
  readonly task?: string;
  /** By which a decision names it. */
  readonly approvalId?: string;
  /** Until when somebody can decide: microseconds since the Unix epoch. */
  readonly expiresAt?: number;
}

/** The work on one prompt. */
export interface Turn {
  readonly id: string;
  /** Absent for what happened before the first prompt. */
  readonly prompt?: { readonly text: TextValue; readonly origin: 'human' | 'machine' | 'command' };
  readonly startedAt: number;
  readonly durationUs: number;
  readonly steps: readonly Step[];
  /** The last thing the assistant said in it. */
  readonly response?: TextValue;
  readonly outcome?: 'success' | 'failed' | 'interrupted';
  readonly eventIds: readonly string[];
}

/** A file that the session touched. */
export interface TouchedFile {
  readonly path: string;
  readonly status: 'created' | 'modified' | 'deleted' | 'renamed' | 'read';
  readonly added: number;
  readonly removed: number;
  readonly reads: number;
  readonly changes: readonly FileChange[];
}

/** Tokens and cost, summed without counting anything twice. */
export interface UsageTotals {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly costUsd?: number;
}

/** A subagent of the session. */
export interface SubagentRun {
  readonly id: string;
  readonly type?: string;
  readonly description?: string;
  /** The step that started it. */
  readonly parentStepId?: string;
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** A named stretch of a session; it ends where the next one begins. */
export interface Chapter {
  /** Stays the same while the session grows. */
  readonly id: string;
  readonly title: string;
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  /** The event it begins with; absent for one that begins with a turn of which no prompt is known. */
  readonly eventId?: string;
  /** What made it: the recording itself, what happened, or somebody who added it later. */
  readonly origin: 'recorded' | 'goal' | 'turn' | 'tests' | 'commit' | 'added';
  /** Who changed or added it later; absent where it is as recorded. */
  readonly editedBy?: string;
  /** The event that it was at before somebody moved it; absent where it was not moved. */
  readonly movedFrom?: string;
}

/** A point of a session worth a jump. */
export interface Moment {
  readonly eventId: string;
  readonly type: 'prompt' | 'moment' | 'milestone' | 'checkpoint' | 'snapshot' | 'note' | 'needs_review' | 'tests_passed' | 'tests_failed' | 'error' | 'denied' | 'commit'
    /** What a recorder noticed in a terminal: a command ended, nothing happened for long, another size, the end. */
    | 'command' | 'idle' | 'resize' | 'exit';
  readonly title: string;
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  readonly description?: string;
  /** Who changed or added it later; absent where it is as recorded. */
  readonly editedBy?: string;
  /** The event that it was at before somebody moved it; absent where it was not moved. */
  readonly movedFrom?: string;
}

/** Everything a replay shows, projected from the records seen so far. Immutable. */
export interface SessionModel {
  readonly session: SessionInfo;
  /**
   * In display order. From 16,000 events on this is a read-only look at a list that models share: single events, `slice` and
   * array methods read as ever, but `structuredClone` wants a copy (`[...events]`).
   */
  readonly events: readonly ReplayEvent[];
  readonly turns: readonly Turn[];
  readonly subagents: readonly SubagentRun[];
  readonly files: readonly TouchedFile[];
  readonly tests: readonly TestRun[];
  readonly finalOutput?: Omit<FinalOutput, 'content'> & { readonly content: TextValue };
  readonly usage: UsageTotals;
  /** What went wrong or was denied, in display order: the first such event of each step, and every one outside a step. */
  readonly errorIds: readonly string[];
  readonly damage: readonly Damage[];
  /** The recorded chapters, else chapters made of turns, goals, test phases and commits. In display order. */
  readonly chapters: readonly Chapter[];
  /** In display order. */
  readonly moments: readonly Moment[];
  /** The recorded terminals, in the order in which they were opened. What they show is no event: `replay.terminal(id)` reads it. */
  readonly terminals: readonly TerminalHead[];
}
