import type { SessionStorage } from '@playhead/protocol';
import type { RecorderDurability } from './options.ts';

/** What the queues of one recorder share. */
export interface QueueHost {
  readonly durability: RecorderDurability;
  readonly maxQueuedBytes: number;
  /** Bytes that wait, of all sessions. */
  queuedBytes: number;
  /** Set once the process ends: from then on everything is written at once. */
  exiting: boolean;
  open(): Promise<SessionStorage>;
  /** The storage, if it is open already. */
  opened(): SessionStorage | undefined;
  acknowledged(): void;
  lost(count: number): void;
  failed(error: unknown): void;
}
