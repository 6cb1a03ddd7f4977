import type { RetentionPolicy } from '@playhead/replay-core/retention';

/** What `GET /api/v1/settings` answers. */
export interface ServerSettings {
  readonly version: string;
  readonly workspace: string;
  /** What this page may do. */
  readonly access: { readonly kind: 'read' | 'admin'; readonly token?: string };
  readonly recording: {
    readonly record: boolean;
    readonly redaction: 'off' | 'entity' | 'strict';
    /** How many rules were added. */
    readonly rules: number;
    readonly decidedBy: string;
    /** For those who may change everything. */
    readonly sources?: readonly { readonly from: string; readonly path?: string; readonly problem?: string }[];
  };
  readonly retention: 'none' | 'fixed' | 'changeable';
  readonly harnesses: readonly string[];
  readonly warnings?: readonly string[];
}

/** What `GET /api/v1/retention` answers. Times are microseconds since the Unix epoch. */
export interface ServerRetention {
  readonly policy: RetentionPolicy;
  readonly from: 'workspace' | 'directory' | 'user' | 'nobody';
  readonly path?: string;
  readonly problem?: string;
  readonly lastRunAt?: number;
  readonly nextRunAt?: number;
  readonly removed: number;
  readonly removedBytes: number;
}
