import type { JsonObject, JsonValue } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import type { RpcDirection } from '../rpc/direction.ts';

/** A request as it passed. */
export interface Request {
  readonly method: string;
  readonly params: JsonObject;
  readonly direction: RpcDirection;
  /** When: integer microseconds since the Unix epoch. */
  readonly at: number;
}

/** The answer to it: a result or an error. */
export interface Answer {
  readonly at: number;
  readonly result?: JsonValue;
  readonly error?: JsonObject;
}

/** A request that waits for its answer. */
export interface OpenRequest {
  /** What is recorded of the request. */
  readonly records: readonly RecordInput[];
  /** The id of the call that it opened, where it is one. */
  readonly call?: string;
  /** What is recorded of its answer. */
  answered(answer: Answer): readonly RecordInput[];
}

/** What is known of a connection, and what is put by for later. */
export interface Connection {
  /** What the client calls the server. */
  readonly server: string;
  /** Whether the session is that of this connection alone. */
  readonly ownsSession: boolean;
  /**
   * An id for a call, unlike any other of the connection.
   *
   * @param named - What the client calls it, where it says so: its own recording calls it the same.
   */
  nextCall(named?: string): string;
  client?: JsonObject;
  serverInfo?: JsonObject;
  protocolVersion?: string;
  /** The tools as they were listed last, by name. */
  tools?: ReadonlyMap<string, ListedTool>;
  /** The pages of a list of tools that is not complete. */
  toolPages: readonly JsonObject[];
  /** Calls whose server wants to know more before it goes on, by what it calls their state. */
  readonly paused: Map<string, PausedCall>;
}

/** A tool of a list. */
export interface ListedTool {
  /** Hash of what a model goes by: name, description, input. */
  readonly digest: string;
  readonly tool: JsonObject;
}

/** A call that goes on once the client has found out what its server wants to know. */
export interface PausedCall {
  readonly call: string;
  readonly at: number;
}
