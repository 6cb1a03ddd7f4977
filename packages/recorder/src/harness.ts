import type { JsonObject, SessionHeader, SessionRecord } from '@playhead/protocol';
import type { HarnessHistory } from './harness-history.ts';

/** A record before a producer numbered it. */
export interface RecordInput {
  readonly type: string;
  readonly data: JsonObject;
  /** Integer microseconds since the Unix epoch. Default: now. */
  readonly at?: number;
  readonly key?: string;
  readonly turn?: string;
  readonly call?: string;
  readonly agent?: string;
}

/** What was read from outside a payload before it is reduced. */
export interface HarnessEvidence {
  /** The whole text of a result that the payload holds only a part of. */
  readonly fullOutput?: string;
  /** Why `fullOutput` could not be read, for a `recorder_gap`. */
  readonly missing?: string;
  /** The skill as it is on disk. */
  readonly skill?: { readonly version?: string; readonly digest: string };
  /** The plugins that the session runs with, by the harness's own list. */
  readonly plugins?: readonly { readonly name: string; readonly version: string }[];
}

/** What a reducer knows besides the payload. */
export interface HarnessContext {
  /** When the payload arrived: integer microseconds since the Unix epoch. */
  readonly at: number;
  readonly evidence: HarnessEvidence;
  /** How it came, such as `http`, `spool` or `plugin`, where the sender says. */
  readonly transport?: string;
}

/** What a payload amounts to. */
export interface HarnessReduction<State> {
  readonly state: State;
  readonly records: readonly RecordInput[];
}

/** The tool call that a process of a shell belongs to. */
export interface ShellCall {
  readonly call: string;
  readonly turn?: string;
  readonly agent?: string;
}

/**
 * Turns the payloads of one agent harness into records. Everything but `gather` is pure, so that a
 * receiver can rebuild `State` from the log after a crash by folding `restore` over it.
 *
 * A harness is a package with one such value and one line in the cli's list of harnesses.
 */
export interface HarnessAdapter<State = unknown> {
  /** The last part of the hook route, such as `claude`. */
  readonly name: string;
  /** The value of `harness` in session headers, such as `claude-code`. */
  readonly harness: string;
  /** Which harness session a payload belongs to; undefined when it does not say. */
  sessionOf(payload: JsonObject): string | undefined;
  /** Whether this payload begins another recording, given the state of the recording so far. */
  beginsSession(payload: JsonObject, state: State | undefined): boolean;
  /** Whether the user asks with this payload that nothing of the session is kept, before it and after it. Default: never. */
  dropsSession?(payload: JsonObject): boolean;
  /** The header of the recording that a payload begins. `sessionId` and `generation` are the receiver's. */
  headerOf(payload: JsonObject, context: HarnessContext): Omit<SessionHeader, 'sessionId'>;
  initialState(): State;
  /** The state after a stored record: what `reduce` needs to go on after a crash. */
  restore(state: State, record: SessionRecord): State;
  /** Reads what the payload points at, and nothing else. Never rejects. */
  gather(payload: JsonObject): Promise<HarnessEvidence>;
  /** The records of a payload. Never throws; what it does not know becomes a `harness_event`. */
  reduce(state: State, payload: JsonObject, context: HarnessContext): HarnessReduction<State>;
  /**
   * The open call that had a shell run a line, for whoever sees what that shell prints. Default: not known.
   *
   * @param line - What the shell was given, as the harness puts it around the command of the call.
   * @param taken - Calls whose shells are known.
   */
  shellCallOf?(state: State, line: string, taken: ReadonlySet<string>): ShellCall | undefined;
  /** How sessions are read that the harness keeps itself, such as in transcripts. Default: it keeps none. */
  readonly history?: HarnessHistory;
}

