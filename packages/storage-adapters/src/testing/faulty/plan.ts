import type { ErrorCode } from '@playhead/protocol';

/** A method of a storage, as a {@link FaultPlan} names it. */
export type FaultyCall =
  | 'create' | 'append' | 'appendSync' | 'read' | 'subscribe' | 'list' | 'get' | 'annotate' | 'annotations' | 'delete' | 'drop' | 'rewrite' | 'heartbeat'
  | 'blobs.put' | 'blobs.get' | 'derived.put' | 'derived.get' | 'close';

/**
 * What a failing call rejects with: the code of a Playhead error, or the name that the operating system has for a failure.
 * `ENOSPC` and `EDQUOT` become `storage_full`, the others `storage_unavailable`; the error with that name is the `cause`.
 */
export type FaultError = 'EIO' | 'EACCES' | 'EROFS' | 'ENOSPC' | 'EDQUOT' | ErrorCode;

/** What becomes of a call that a fault strikes. `error` is `EIO` unless stated. */
export type FaultEffect =
  /** Refused; nothing is stored. */
  | { readonly does: 'fail'; readonly error?: FaultError }
  /** Nothing is stored until `ms` milliseconds have passed or the test releases it; without `ms` only the test ends it. Then the call goes on. */
  | { readonly does: 'hang'; readonly ms?: number }
  /** Stored at once, answered `ms` milliseconds later. */
  | { readonly does: 'slow'; readonly ms: number }
  /** Stored wholly, and answered with an error all the same: the acknowledgement was lost. */
  | { readonly does: 'lose-answer'; readonly error?: FaultError }
  /**
   * Stored in part, and answered with an error: the first lines of a batch, the first bytes of a derived value, the first chunk of a read.
   * Calls that cannot be done in part are refused. `share` is how much of it, from 0 to 1. Default 0.5.
   */
  | { readonly does: 'tear'; readonly share?: number; readonly error?: FaultError }
  /** Done several times, as by a transport that sends again. `copies` is how often. Default 2. */
  | { readonly does: 'repeat'; readonly copies?: number };

/** Which calls of a storage are struck, and what becomes of them. */
export type Fault = FaultEffect & {
  /** The methods that are struck. */
  readonly on: FaultyCall | readonly FaultyCall[];
  /** Only calls for this session. Default: any. */
  readonly sessionId?: string;
  /** How many of these calls pass first. Default 0. */
  readonly after?: number;
  /** Strikes one of so many of the calls that follow, the first of them included. Default 1: all. */
  readonly every?: number;
  /** How likely each of those is to be struck, from 0 to 1, by the plan's seed. Default 1. */
  readonly chance?: number;
  /** How many calls are struck altogether. Default: no end. */
  readonly times?: number;
};

/** What {@link faultyStorage} does to the calls of a storage. */
export interface FaultPlan {
  /** The first fault that strikes a call decides. */
  readonly faults: readonly Fault[];
  /** Where the chances start: the same seed strikes the same calls. Default 1. */
  readonly seed?: number;
  /**
   * Puts text at the end of a log behind the storage's back, so that a torn batch ends within a line as after a crash.
   * Without it a torn batch ends between two lines. `appendSync` does not wait for it.
   */
  readonly appendRaw?: (sessionId: string, text: string) => void | Promise<void>;
}

/** A call that a fault has struck. */
export interface StruckCall {
  readonly call: FaultyCall;
  /** The session it was for; undefined for `list` and `close`. */
  readonly sessionId: string | undefined;
  readonly does: FaultEffect['does'];
}

/** The handles of a {@link FaultyStorage}. */
export interface FaultControl {
  /** What was struck so far, in order. */
  readonly struck: readonly StruckCall[];
  /** How many calls hang now. */
  readonly hanging: number;
  /** Lets every hanging call go on. */
  release(): void;
  /** Strikes no call any more, and lets the hanging ones go on: the medium is well again. */
  heal(): void;
}
