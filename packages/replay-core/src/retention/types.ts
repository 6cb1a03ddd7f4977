import type { ErrorCode } from '@playhead/protocol';

/**
 * How much of a storage is kept. Every key is optional; without any, nothing is removed but what has a retention of its own.
 * Settings files have the same keys, below `retention`.
 */
export interface RetentionPolicy {
  /** How many sessions stay: the ones of which something was heard last. What may not be removed does not count. */
  readonly maxCount?: number;
  /** How long sessions stay after their last record: days, which may be parts of one. */
  readonly maxAgeDays?: number;
  /** How many bytes all sessions may take. What may not be removed counts, since it takes room. */
  readonly maxBytes?: number;
}

/** What people said of how long one session is kept. */
export interface SessionRetention {
  /** Present while it is pinned: then no rule removes it. */
  readonly pinned?: { readonly author: string; /** Microseconds since the Unix epoch. */ readonly at: number; readonly reason?: string };
  /** In place of the policy it stays until then, and is removed after: microseconds since the Unix epoch. */
  readonly keepUntil?: number;
  /** In place of the policy it stays for so many days after its last record, and is removed after. */
  readonly keepDays?: number;
}

/** Why a session is removed: `own` its own retention is over, or a limit of the policy. */
export type PruneRule = 'own' | 'age' | 'count' | 'size';

/**
 * Why no rule removes a session: it is written to, pinned, kept for longer by its own retention, only says that it was made private, or
 * waits to be sent to another storage.
 */
export type PruneShelter = 'running' | 'pinned' | 'kept' | 'private' | 'unsent';

/** A session that a prune removes. */
export interface PrunedSession {
  readonly sessionId: string;
  readonly name: string;
  readonly project?: string;
  /** When its last record happened: microseconds since the Unix epoch. */
  readonly updatedAt: number;
  /** What it takes: of values that sessions share its part. */
  readonly bytes: number;
  readonly rule: PruneRule;
}

/** What a prune did, or would do. */
export interface PruneReport {
  readonly schemaVersion: 1;
  /** Whether nothing was removed, since it was only asked what would be. */
  readonly dryRun: boolean;
  readonly policy: RetentionPolicy;
  /** How many sessions were looked at. */
  readonly sessions: number;
  /** What all of them took, in bytes. */
  readonly bytes: number;
  /** The oldest first. */
  readonly removed: readonly PrunedSession[];
  /** What those took, in bytes. */
  readonly removedBytes: number;
  /** How many sessions no rule may remove, by why. */
  readonly sheltered: Readonly<Record<PruneShelter, number>>;
  /** Sessions that something was heard of, or that were pinned, while others were removed: they stay. */
  readonly spared: readonly string[];
  /** Sessions that could not be removed, or not to the end. */
  readonly failed: readonly { readonly sessionId: string; readonly code: ErrorCode; readonly message: string }[];
  /** Whether it was cancelled before it had removed everything. */
  readonly cancelled: boolean;
}
