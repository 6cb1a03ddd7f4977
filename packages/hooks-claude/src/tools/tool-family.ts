import type { JsonObject, JsonValue } from '@playhead/protocol';
import type { HarnessEvidence } from '@playhead/recorder';

/** A tool call as it begins. */
export interface ToolCall {
  readonly name: string;
  readonly input: JsonValue | undefined;
  readonly cwd?: string;
  /** The MCP server, where the payload names it. */
  readonly server?: JsonObject;
  readonly evidence: HarnessEvidence;
}

/** A tool call that ended well. */
export interface ToolDone extends ToolCall {
  readonly response: JsonValue | undefined;
  /** Titles of the agent's tasks known so far. */
  readonly tasks: readonly { readonly id: string; readonly title: string }[];
}

/** A tool call that failed. */
export interface ToolFailed extends ToolCall {
  /** What the model was told. */
  readonly error: string;
}

/** An event without its place. */
export interface ToolEvent {
  readonly type: string;
  readonly data: JsonObject;
}

/** What a finished call amounts to. */
export interface ToolDetails {
  readonly events: readonly ToolEvent[];
  /** The structured result, without what the opener and `events` hold. */
  readonly output?: JsonValue | undefined;
}

/** Tools that are recorded alike. A new family is a file and one line in the registry. */
export interface ToolFamily {
  /** The tools' names, or a test for them. */
  readonly names: readonly string[] | ((name: string) => boolean);
  /** The one record that opens a call. */
  readonly open: (call: ToolCall) => ToolEvent;
  /** What the result tells. Default: nothing but the output. */
  readonly done?: (call: ToolDone) => ToolDetails;
  /** What the failure tells besides its text. Default: nothing. */
  readonly failed?: (call: ToolFailed) => readonly ToolEvent[];
}
