import type {
  AgentDescription, EventData, EventType, FinalOutput, GitState, Identity, JsonObject, Outcome, PlayheadError, RecordLimits, SessionHeader, SessionLinks, SessionStorage, Task, Via,
} from '@playhead/protocol';
import type { RedactionOptions } from './session-recording.ts';

/**
 * When an event is safe. `tick`: with the kernel at the end of the present turn of the event loop, and
 * at exit. `sync`: with the kernel when `recordEvent` returns. `fsync`: as `tick`, and forced to the disk.
 */
export type RecorderDurability = 'tick' | 'sync' | 'fsync';

/** Options of `createRecorder`. */
export interface RecorderOptions {
  /** Where sessions go, or a function that loads it on first use. A loaded storage is closed with the recorder. */
  readonly storage: SessionStorage | (() => Promise<SessionStorage>);
  /** When an event is safe. Default `tick`. */
  readonly durability?: RecorderDurability;
  /** How many bytes may wait in memory while the storage does not keep up, a character counted as one, besides a batch of at most 1 MiB a session that is on its way. Default 16 MiB, also for what is no number or below 0. */
  readonly maxQueuedBytes?: number;
  /** How many bytes may wait on the disk when memory is full or the process ends, a character counted as one. 0: none. Default 1 GiB. A page keeps none. */
  readonly maxSpilledBytes?: number;
  /** The directory for what waits on the disk; recorders deliver what others left there. Default: `spool` in the user's data directory. */
  readonly spoolDir?: string;
  /** How long `close` waits for the storage before it leaves what waits on the disk: milliseconds. Default 5,000. */
  readonly closeTimeoutMs?: number;
  /**
   * How long `recordStart`, `recordStop` and `flush` wait for a storage that neither answers nor takes anything: milliseconds. Then they
   * reject with `storage_unavailable`, and what was recorded goes on being sent. Default 10,000.
   */
  readonly answerTimeoutMs?: number;
  /** The address that replay URLs start with. Default: `PLAYHEAD_URL`, the running server, `http://127.0.0.1:7433`. */
  readonly serverUrl?: string;
  /** Which witness the records come from. Default `sdk`. */
  readonly via?: Via;
  /** Told of every failure; what it throws is ignored. Default: nothing, so that the host's output stays its own. */
  readonly onError?: (error: PlayheadError) => void;
  /** Whether anything is recorded. Default: yes, unless `PLAYHEAD_RECORD=0`. */
  readonly enabled?: boolean;
  /** How secrets and personal data are taken out before anything is written. Default: policy `entity`. What environment, repository, user and workspace set can make it stricter. */
  readonly redaction?: RedactionOptions;
  /** How large what is recorded may be. Default `defaultLimits`. */
  readonly limits?: Partial<RecordLimits>;
}

/** What `recordStart` is told. */
export interface RecordStartOptions extends SessionLinks {
  /** Joins this session, or gives a new one this id: a uuid. Default: `PLAYHEAD_SESSION_ID`, else a new uuidv7. */
  readonly sessionId?: string;
  /** A short name for people. */
  readonly name: string;
  /** The agent harness or framework, such as `claude-code`. */
  readonly harness: string;
  readonly harnessVersion?: string;
  /** The harness's own id of the session. */
  readonly harnessSessionId?: string;
  /** How often the harness's session was recorded before: one that goes on after its recording stopped is recorded anew. Default 0. */
  readonly generation?: number;
  readonly agentName: string;
  readonly workspaceName: string;
  readonly project?: string;
  readonly identity?: Identity;
  readonly task?: Task;
  readonly prompt?: string;
  readonly cwd?: string;
  readonly git?: GitState;
  readonly models?: readonly string[];
  readonly agents?: readonly AgentDescription[];
  readonly maxIterations?: number;
  /** How it is captured, and what that way of capturing cannot see. */
  readonly capture?: NonNullable<SessionHeader['capture']>;
  readonly metadata?: JsonObject;
}

/** The answer to `recordStart`. */
export interface RecordStartResult {
  readonly sessionId: string;
  readonly status: 'recording';
  /** Where the session can be watched once a server runs. */
  readonly replayUrl: string;
}

/** What `recordEvent` is told. The data of a known type is checked by the compiler. */
export interface RecordEventOptions<Type extends string = string> {
  readonly sessionId: string;
  /** What happened, such as `terminal_command`. Other types are kept and shown generically. */
  readonly type: Type;
  /** The details: an object that JSON can hold. */
  readonly data: Type extends EventType ? EventData<Type> : JsonObject;
  /** When it happened: integer microseconds since the Unix epoch. Default: now, by a clock that never goes back. */
  readonly at?: number;
  /** Source key: of several records with one key a reader keeps the first. */
  readonly key?: string;
  /** The turn it belongs to. */
  readonly turn?: string;
  /** The tool call it belongs to. */
  readonly call?: string;
  /** The subagent that did it. Default: the main agent. */
  readonly agent?: string;
}

/** What `recordStop` is told. */
export interface RecordStopOptions {
  readonly sessionId: string;
  /** The answer of the agent. The first non-empty one of a session counts, also when it comes after the stop. */
  readonly finalOutput?: FinalOutput;
  readonly outcome?: Outcome;
  readonly summary?: string;
  /** How sure the agent was, from 0 to 1. */
  readonly confidence?: number;
}

/** The answer to `recordStop`. */
export interface RecordStopResult {
  readonly sessionId: string;
  readonly status: 'processing';
  readonly replayUrl: string;
}

/** How a recorder is doing. */
export interface RecorderHealth {
  /** Bytes that wait for the storage in memory, a character counted as one. */
  readonly queuedBytes: number;
  /** Records that wait for the storage in memory. */
  readonly queuedRecords: number;
  /** Bytes that wait for the storage on the disk, a character counted as one. */
  readonly spilledBytes: number;
  /** Records that wait for the storage on the disk. */
  readonly spilledRecords: number;
  /** Events that could not be kept; `recorder_gap` records in the sessions say which. */
  readonly gaps: number;
  /** When the storage last took a batch: integer microseconds since the Unix epoch. */
  readonly lastAckAt?: number;
  /** Failures so far, of the storage and of events. */
  readonly errors: number;
}
