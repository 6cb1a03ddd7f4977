/** The version of {@link RemovalEntry}. */
export const REMOVAL_VERSION = 1;

/** Why a session is removed: `delete` somebody named it, `prune` a rule of a retention policy, `private` its content alone went. */
export type RemovalAction = 'delete' | 'prune' | 'private';

/**
 * One line of what a storage writes down of removals: that one began, before anything of it is gone, and what became of it. It says which
 * session it was, and nothing of what was in it.
 */
export interface RemovalEntry {
  readonly schemaVersion: typeof REMOVAL_VERSION;
  /** Of the removal: its lines share it. */
  readonly id: string;
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  /** `failed`: some of it may be gone, and the rest still there. */
  readonly state: 'began' | 'done' | 'failed';
  readonly action: RemovalAction;
  readonly sessionId: string;
  /** Of a prune: the rule that applied, such as `age`, `count`, `size` or `own`. */
  readonly rule?: string;
  /** Who asked for it. */
  readonly by?: string;
  /** What was freed on the disk, in bytes. A value that other sessions share frees nothing. */
  readonly bytes?: number;
}

/** Why {@link SessionStorage.delete} is called, for storages that write it down. */
export interface DeleteOptions {
  /** Default `delete`. */
  readonly action?: 'delete' | 'prune';
  /** The rule that applied. Default: not said. */
  readonly rule?: string;
  /** Who asked for it. Default: not said. */
  readonly by?: string;
}
