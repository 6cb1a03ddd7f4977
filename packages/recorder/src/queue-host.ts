import type { SessionStorage } from '@playhead/protocol';
import type { RecorderDurability } from './options.ts';
import type { Spill } from './spill.ts';
import type { WaitingHost } from './waiting-lines.ts';

/** What the queues of one recorder share. */
export interface QueueHost extends WaitingHost {
  readonly durability: RecorderDurability;
  /** Where lines go that memory has no room for. A page has no such place. */
  readonly spill: Spill | undefined;
  /** Set once the process ends: from then on everything is written at once. */
  exiting: boolean;
  open(): Promise<SessionStorage>;
  /** The storage, if it is open already. */
  opened(): SessionStorage | undefined;
  acknowledged(): void;
  /** Moves lines of some session to the disk. @returns Whether there is room now. */
  makeRoom(): boolean;
  lost(count: number): void;
  failed(error: unknown): void;
}
