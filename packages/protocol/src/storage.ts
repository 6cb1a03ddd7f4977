import type { JsonObject } from './json.ts';
import type { DeleteOptions } from './removal.ts';
import type { Outcome, SessionHeader, SessionInfo, SessionStatus } from './session.ts';
import type { SessionRecord } from './record.ts';
import type { SessionOrder, SessionSort } from './session-sort.ts';

/**
 * A position in a session's log: opaque, and sortable as a string within one session.
 * `''` is the beginning.
 */
export type Cursor = string;

/**
 * Sorts after every cursor of every log: given as `to` of a read, it stands for the present end.
 *
 * @example
 * ```ts
 * for await (const { records } of storage.read(sessionId, { from: '', to: LOG_END })) show(records);
 * ```
 */
export const LOG_END: Cursor = '~';

/** A stretch of a log that could not be read. Reported, never thrown. */
export interface Damage {
  /** `torn` a line without its end, `welded` two lines on one, `invalid` not a record, `missing` a value that is gone. */
  readonly kind: 'torn' | 'welded' | 'invalid' | 'missing';
  /** Where the stretch begins. */
  readonly cursor: Cursor;
  /** How many bytes it has. */
  readonly bytes: number;
  /** What it means, for people. */
  readonly message: string;
}

/** A record with its position and its exact bytes. */
export interface StoredRecord {
  /** The position just after this record. */
  readonly cursor: Cursor;
  /** The line without its line feed, byte for byte as it was appended. */
  readonly line: string;
  /** The parsed line. */
  readonly record: SessionRecord;
}

/** A piece of a log. */
export interface Chunk {
  /** In log order, each (`p`, `e`, `n`) once per read. */
  readonly records: readonly StoredRecord[];
  /** Where to go on. */
  readonly next: Cursor;
  /** Whether the log ended here when the chunk was read. */
  readonly upToDate: boolean;
  readonly damage: readonly Damage[];
}

/** What a storage can do. */
export interface StorageCapabilities {
  /** How `subscribe` learns of new records. */
  readonly live: 'push' | 'poll' | false;
  readonly appendSync: boolean;
  readonly blobs: boolean;
  readonly derived: boolean;
  readonly annotations: boolean;
  /** Whether several processes may write to it at once. */
  readonly multiProcess: boolean;
}

/** Which sessions to list. All conditions must hold. */
export interface SessionQuery {
  readonly status?: SessionStatus;
  readonly outcome?: Outcome;
  readonly harness?: string;
  readonly harnessSessionId?: string;
  readonly workspaceName?: string;
  readonly project?: string;
  readonly agentName?: string;
  /** The `subject` of the identity. */
  readonly identity?: string;
  /** The `id` of the task. */
  readonly task?: string;
  /** Only sessions that have all of these tags. */
  readonly tags?: readonly string[];
  /** True: only sessions with a recorded terminal, whose `terminals` is above 0. False: only others. */
  readonly hasTerminal?: boolean;
  /** Only sessions whose log has at least so many bytes. */
  readonly minBytes?: number;
  /** Only sessions whose log has at most so many bytes. */
  readonly maxBytes?: number;
  /** Case-insensitive text in name, prompt, project, workspace, final output or the name of a touched file: {@link searchableTexts}. */
  readonly search?: string;
  /** Only sessions started at or after: microseconds since the Unix epoch. */
  readonly after?: number;
  /** Only sessions started before: microseconds since the Unix epoch. */
  readonly before?: number;
  /** Only sessions whose id begins or ends with this. */
  readonly id?: string;
  /** What the page is ordered by; sessions that are alike in it, by their ids. Default `started`. */
  readonly sort?: SessionSort;
  /** Default `descending`: the newest, the longest or the largest first. */
  readonly order?: SessionOrder;
  /** Page size. Default 50, at most 1000. */
  readonly limit?: number;
  /** Where the last page of the same query ended. */
  readonly cursor?: string;
}

/** A page of sessions, newest start first unless the query sorts otherwise. */
export interface SessionPage {
  readonly sessions: readonly SessionInfo[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** A session in what lists are counted and narrowed by. Recorded headers are untrusted: texts may be anything, but they are texts. */
export interface SurveyedSession {
  readonly sessionId: string;
  /** As lists show it. */
  readonly status: SessionStatus;
  readonly outcome?: Outcome | undefined;
  readonly harness?: string | undefined;
  readonly workspaceName?: string | undefined;
  readonly project?: string | undefined;
  readonly agentName?: string | undefined;
  /** The `subject` of the identity. */
  readonly identity?: string | undefined;
  /** The `id` of the task. */
  readonly task?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Microseconds since the Unix epoch. */
  readonly startedAt: number;
  /** Microseconds since the Unix epoch. */
  readonly updatedAt: number;
  readonly events: number;
  /** How many bytes the lines of its log take. */
  readonly bytes: number;
  /** Whether it has a recorded terminal. */
  readonly hasTerminal?: true | undefined;
  /** Whether its content was removed. */
  readonly dropped?: true | undefined;
}

/** What {@link SessionStorage.survey} tells. */
export interface SessionSurvey {
  /** Says the same as an earlier one only where nothing changed in between of sessions, annotations and the values of {@link LISTED_VALUES}. Opaque. */
  readonly revision: string;
  /** All sessions that fit, newest start first: new objects at each call, which are the caller's. */
  sessions(): readonly SurveyedSession[];
  /** One of them. */
  session(sessionId: string): SurveyedSession | undefined;
  /** The annotations of every session that has some, as `annotations` gives them, also of sessions that do not fit; undefined of one whose annotations cannot be read. */
  annotations(): Promise<ReadonlyMap<string, readonly Annotation[] | undefined>>;
}

/**
 * Names of derived values that lists read of many sessions at once: small ones, which storages may keep together.
 *
 * @example
 * ```ts
 * const isKeptTogether = LISTED_VALUES.includes('metrics');
 * ```
 */
export const LISTED_VALUES: readonly string[] = ['metrics', 'review'];

/** The answer to {@link SessionStorage.create}. */
export interface CreatedSession {
  /** The session's id: the wanted one, or that of the session which already existed. */
  readonly sessionId: string;
  /** False when the session already existed. */
  readonly created: boolean;
}

/** An entry of the append-only annotation log beside a session. */
export interface Annotation {
  /** A uuidv7. An annotation with an id that is already stored is ignored. */
  readonly id: string;
  /** Integer microseconds since the Unix epoch. */
  readonly at: number;
  readonly author: string;
  /** Whether a machine wrote it. Absent: a person did. */
  readonly by?: 'person' | 'agent';
  /** What it is, such as `note` or `rating`. */
  readonly type: string;
  readonly data: JsonObject;
}

/** Content-addressed large values. */
export interface BlobStorage {
  /** Stores bytes under their hash; storing them again does nothing. @returns `sha256-<hex>`. */
  put(sessionId: string, bytes: Uint8Array): Promise<string>;
  /**
   * Reads bytes, from `start` (inclusive) to `end` (exclusive) when given.
   * @throws PlayheadError `blob_not_found`.
   */
  get(sessionId: string, blob: string, range?: { start: number; end: number }): Promise<Uint8Array>;
}

/** Values that can be regenerated from the log at any time. */
export interface DerivedStorage {
  get(sessionId: string, name: string, version: number): Promise<Uint8Array | undefined>;
  put(sessionId: string, name: string, version: number, bytes: Uint8Array): Promise<void>;
  /**
   * The same value of many sessions: what `get` gives for each, sessions without it left out. Absent where a storage has no quicker way than
   * asking for each.
   */
  getMany?(sessionIds: readonly string[], name: string, version: number): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** Which part of a log is read. */
export interface ReadOptions {
  /** Where to begin. Default the beginning. */
  readonly from?: Cursor;
  /**
   * Where to end: a cursor of the same log, or {@link LOG_END} for its present end. With it only the stretch is looked at, so that it
   * costs no more than itself; in turn a record of which a copy stands before `from` may be seen again. Default: to the present end,
   * and every record once.
   */
  readonly to?: Cursor;
  readonly signal?: AbortSignal;
}

/** How lines are appended. */
export interface AppendOptions {
  /** Default `write`. */
  readonly durability?: AppendDurability;
  /** That each line is what {@link encodeRecord} gave, so that nobody has to look at it again. Default false: lines are checked. */
  readonly encoded?: boolean;
}

/** How durable an append must be when it resolves: given to the kernel, or forced to the disk. */
export type AppendDurability = 'write' | 'fsync';

/** What {@link SessionStorage.rewrite} changes besides the lines. */
export interface RewriteOptions {
  /** Gives the header that `create` was given another text. Default: it stays. */
  readonly header?: (header: SessionHeader) => SessionHeader | Promise<SessionHeader>;
  /** Gives an annotation another text; its `id` must stay. Default: they stay. */
  readonly annotation?: (annotation: Annotation) => Annotation | Promise<Annotation>;
}

/**
 * Where recordings live. The numbered rules every storage keeps are in `PROTOCOL.md`
 * (ST1…), and `@playhead/storage-adapters/testing` tests them.
 *
 * Every method rejects with a {@link PlayheadError}; none throws synchronously.
 */
export interface SessionStorage {
  /** Which adapter this is, for messages. */
  readonly name: string;
  /** Where it keeps sessions, such as a directory or an address without credentials: tells two storages of one adapter apart. */
  readonly location?: string;
  readonly capabilities: StorageCapabilities;
  /**
   * Makes room for a session. Idempotent on `sessionId`, and atomic on
   * (`harness`, `harnessSessionId`, `generation`): of several creators one wins, all get its id.
   * Writes no record; the creator appends `session_start`.
   */
  create(header: SessionHeader, options?: { at?: number }): Promise<CreatedSession>;
  /**
   * Appends encoded lines (without line feeds) as one write. A line whose (`p`, `e`, `n`) is already
   * stored is seen once by readers, so a batch may be sent again after a failure.
   * When the promise resolves, the lines survive the death of the process.
   *
   * @throws PlayheadError `session_not_found`, `session_dropped`, `storage_full`, `storage_unavailable`, `storage_closed`.
   */
  append(sessionId: string, lines: readonly string[], options?: AppendOptions): Promise<void>;
  /** The same, synchronously; there when `capabilities.appendSync`. Used at exit. */
  appendSync?(sessionId: string, lines: readonly string[], options?: AppendOptions): void;
  /** Reads the log once, from a cursor to its present end. Holds at most about 1 MiB per chunk. */
  read(sessionId: string, options?: ReadOptions): AsyncIterable<Chunk>;
  /** Reads the log and goes on with what is appended, until aborted. Ends quietly on abort. */
  subscribe(sessionId: string, options: { from?: Cursor; signal: AbortSignal }): AsyncIterable<Chunk>;
  list(query?: SessionQuery): Promise<SessionPage>;
  /**
   * What there is to count of all sessions that fit, at once. Absent where a storage has no quicker way than its list.
   *
   * @param query - As of a list; its order and its pages do not matter.
   */
  survey?(query?: SessionQuery): Promise<SessionSurvey>;
  /** @returns undefined when there is no such session. */
  get(sessionId: string): Promise<SessionInfo | undefined>;
  annotate(sessionId: string, annotation: Annotation): Promise<void>;
  annotations(sessionId: string): Promise<readonly Annotation[]>;
  /**
   * Removes the log, its blobs, derived values and annotations. Deleting what is not there does nothing.
   *
   * @param options - Why, for storages that write removals down; the others pass over it.
   */
  delete(sessionId: string, options?: DeleteOptions): Promise<void>;
  /**
   * How many bytes each session takes where it is stored, by session id: log, values, annotations and what was derived. Of a value that
   * sessions share each takes its part. Absent where a storage cannot tell; then the length of the log stands for it.
   */
  sizes?(options?: { readonly signal?: AbortSignal }): Promise<ReadonlyMap<string, number>>;
  /**
   * Removes everything of a session but this one record, for good: header, records, annotations, blobs and derived values. What is
   * added later is refused with `session_dropped`, also by other processes, and `create` for the same session of the harness still
   * answers with this id. Dropping it again changes nothing. A crash in between is made good by whoever opens the session next.
   *
   * @param line - A `session_dropped` record as {@link encodeRecord} writes it.
   * @throws PlayheadError `session_not_found`; `invalid_event` when the line is no such record.
   */
  drop(sessionId: string, line: string): Promise<void>;
  /**
   * Gives the lines of a session another text, such as one without secrets. Every record stays, in its order and with its
   * (`p`, `e`, `n`); what other processes append meanwhile is not lost. Readers see the old log or the new one, never a part.
   * Damage is not carried over, derived values are removed, and so are blobs that no line names any more.
   * Cursors that were given out before are void.
   *
   * @param change - Gives a record's new line, or undefined to leave it as it is.
   * @throws PlayheadError `session_not_found`, `session_dropped`; `invalid_event` when a new line is no record or has another
   *   identity; whatever `change` throws. Then nothing was changed.
   */
  rewrite(sessionId: string, change: (record: StoredRecord) => Promise<string | undefined> | string | undefined, options?: RewriteOptions): Promise<void>;
  /**
   * Says that a producer of a session is still at work, though it may have nothing to add: a silent session whose producers were all
   * last heard of more than three minutes ago counts as interrupted. Called about once a minute; writes no record.
   * Absent where a storage cannot tell.
   *
   * @param producer - Its `p`.
   * @throws PlayheadError `session_not_found`, `session_dropped`, `storage_unavailable`, `storage_closed`.
   */
  heartbeat?(sessionId: string, producer: string): Promise<void>;
  readonly blobs: BlobStorage;
  readonly derived: DerivedStorage;
  /** Releases what the storage holds open. Later calls reject with `storage_closed`. */
  close(): Promise<void>;
}
