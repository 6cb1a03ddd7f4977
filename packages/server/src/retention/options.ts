import type { RemovalEntry, SessionStorage } from '@playhead/protocol';
import type { RetentionPolicy } from '@playhead/replay-core/retention';

/** How much of a workspace is kept, and who says so. */
export interface StatedRetention {
  readonly policy: RetentionPolicy;
  /** `workspace`: its own settings; `directory`: those of the data directory that it is in; `user`: the user's. */
  readonly from: 'workspace' | 'directory' | 'user' | 'nobody';
  /** The file, where it is one. */
  readonly path?: string;
  /** Why what is said cannot be understood: then nothing is removed by it. */
  readonly problem?: string;
}

/** What a server needs to remove what is not to be kept. */
export interface RetentionOptions {
  /** How much of a workspace is kept; asked before each time. */
  readonly policyOf: (workspace: string) => StatedRetention;
  /** Says so, where that can be changed over the API; undefined takes it back. Default: it cannot. */
  readonly setPolicy?: (workspace: string, policy: RetentionPolicy | undefined) => void;
  /** Which workspaces there are beside `default`. Default: none. */
  readonly workspaces?: () => readonly string[];
  /** What was removed from a workspace. Default: nobody wrote it down. */
  readonly auditOf?: (workspace: string) => Promise<readonly RemovalEntry[]>;
  /** Whether a session waits to be sent to another server: then it stays. Default: none does. */
  readonly isUnsent?: (workspace: string, sessionId: string, storage: SessionStorage) => Promise<boolean>;
  /** Finishes what was being removed from a workspace when a process died; called before each time. Default: nothing. */
  readonly finish?: (workspace: string) => Promise<unknown>;
  /** How long after the start the first time is, in milliseconds. Default 5,000. */
  readonly firstMs?: number;
  /** How long it is to the next time, in milliseconds, a tenth more or less. Default an hour. */
  readonly everyMs?: number;
}
