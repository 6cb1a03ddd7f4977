/** What a harness keeps, as far as names, sizes and times of files tell. */
export interface HistorySurvey {
  readonly sessions: number;
  /** How large their files are. */
  readonly bytes: number;
  /** When one of them was written to last: microseconds since the Unix epoch. Absent where there is none. */
  readonly newestAt?: number;
}

/** What a harness keeps on this machine. */
export interface ImportSource extends HistorySurvey {
  /** Such as `claude`. */
  readonly harness: string;
  /** How far an import of it is. */
  readonly import: ImportState;
}

/** How far the import of what a harness keeps is. */
export interface ImportState {
  readonly harness: string;
  /** `idle` before the first one; the others are how the last one stands. */
  readonly status: 'idle' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Another number with every change. */
  readonly revision: number;
  /** Sessions that are done. */
  readonly sessions: number;
  /** Absent while they are looked for. */
  readonly totalSessions?: number;
  readonly bytes: number;
  readonly totalBytes?: number;
  readonly created: number;
  /** Left out: their project opted out, they were made private, or hold no conversation. */
  readonly skipped: number;
  readonly failed: number;
  readonly records: number;
  readonly damagedLines: number;
  /** What could not be read, for people: the first twenty. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** Why nothing could be imported at all, where `status` is `failed`. */
  readonly error?: { readonly code: string; readonly message: string };
}
