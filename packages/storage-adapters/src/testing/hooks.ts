import type { SessionStorage } from '@playhead/protocol';
import type { CrashTask } from './crash.ts';
import type { SpawnedWriter, WriterTask } from './writer.ts';

/** What only an adapter can do to its medium. What is not handed in is listed as left out, with the rules that need it. */
export interface StorageHooks {
  /** Makes another storage object on the data of one that `create` made. Leave it out where data cannot be shared. */
  readonly reopen?: (storage: SessionStorage) => SessionStorage | Promise<SessionStorage>;
  /** Puts text or bytes, such as half a line, at the end of a log as a crash would. Leave it out where no crash can leave such a thing. */
  readonly appendRaw?: (storage: SessionStorage, sessionId: string, text: string | Uint8Array) => void | Promise<void>;
  /** Starts a process that opens a storage on the same data and calls `runWriter` with the task; says each number that the process acknowledged. */
  readonly spawnWriter?: (storage: SessionStorage, task: WriterTask, acknowledged: (n: number) => void) => SpawnedWriter;
  /**
   * Starts a process that opens a storage on the same data and calls `runCrashTask`, and that dies just before its change number `step`
   * (from 0) of the medium.
   *
   * @returns `done` when it had fewer changes to make than that.
   */
  readonly crash?: (storage: SessionStorage, task: CrashTask, step: number) => Promise<'killed' | 'done'>;
  /** Moves the clock by which a storage tells how long its sessions are silent. Milliseconds. Leave it out where that clock cannot be set. */
  readonly passTime?: (storage: SessionStorage, milliseconds: number) => void | Promise<void>;
  /** Does what the adapter or its tools do to a quiet session in the background, such as compressing it. Random plans use it: readers must not notice. */
  readonly maintain?: (storage: SessionStorage, sessionId: string) => void | Promise<void>;
  /** Makes an empty storage that has about 1 MiB of room. Closed by the suite. */
  readonly createSmall?: () => Promise<SmallStorage>;
  /** Makes the medium refuse to be written, as when it is read-only or unplugged. @returns Makes it well again. */
  readonly disable?: (storage: SessionStorage) => Promise<() => Promise<void>>;
}

/** A storage with little room. */
export interface SmallStorage {
  readonly storage: SessionStorage;
  /** Gives it 64 MiB of room or more. */
  readonly grow: () => Promise<void>;
  /** Called in the end, whatever happened. */
  readonly remove?: () => Promise<void>;
}
