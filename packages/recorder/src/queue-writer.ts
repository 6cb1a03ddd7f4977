import { decodeRecord, isPlayheadError, type OversizeData } from '@playhead/protocol';
import { later, afterTick } from '#tick';
import { encodeBatch, linesWithinLimit } from './encode-batch.ts';
import type { Gaps } from './gaps.ts';
import type { QueueGuard } from './queue-guard.ts';
import type { QueueHost } from './queue-host.ts';
import { retryDelay } from './retry-delay.ts';
import type { WaitingBatch, WaitingLines } from './waiting-lines.ts';

/** What a writer takes its lines from. */
export interface QueueSource {
  readonly host: QueueHost;
  readonly waiting: WaitingLines;
  readonly guard: QueueGuard;
  readonly gaps: Gaps;
  readonly sessionId: string;
  /** Nothing is written before it has settled. */
  readonly held: Promise<unknown> | undefined;
  /** Whether it is not known that the storage has the session. */
  readonly unbegun: boolean;
  /** Queues what is to be said about the recording itself: gaps, and what redaction took out. */
  sayPending(): void;
  /** Queues what stands for values that were too large. */
  sayOversize(oversize: readonly OversizeData[]): void;
  /** Leaves on the disk what the storage has not taken. */
  save(): void;
  /** The session is private: nothing of it is kept. */
  discard(): void;
}

/** Brings the lines of one session to the storage. */
export interface QueueWriter {
  /** Whether the storage did not take the last batch, and is tried again later. */
  readonly failing: boolean;
  /** Whether a batch is on its way, or waits for another try. */
  readonly busy: boolean;
  /** Writes what waits; of several callers one writes. @throws What the storage says when it does not take it. */
  write(): Promise<void>;
  /** Writes at the end of the present turn of the event loop. */
  schedule(): void;
  /** Writes everything now, where the storage can; when the process ends, what it does not take goes to the disk. */
  writeSync(): void;
  /** Cancels the next try. */
  dispose(): void;
}

/** Makes the writer of a session. */
export function createQueueWriter(source: QueueSource): QueueWriter {
  const { host, waiting, guard, gaps } = source;
  let failures = 0;
  let single = 0; // how many records are sent one by one, because the storage refused them together
  let scheduled = false;
  let writing: Promise<void> | undefined;
  let cancelRetry: (() => void) | undefined;

  const dispose = (): void => {
    cancelRetry?.();
    cancelRetry = undefined;
  };

  const nextBatch = (): WaitingBatch => waiting.batch(single > 0 ? 1 : Infinity);
  const durabilityOf = ({ durable }: WaitingBatch): 'fsync' | 'write' => (durable || host.durability === 'fsync' ? 'fsync' : 'write');

  const stored = (batch: WaitingBatch): void => {
    waiting.settle(batch.end);
    single = Math.max(0, single - batch.lines.length);
    failures = 0;
    host.acknowledged();
    if (gaps.pending || guard.current?.pending || waiting.count > 0 || waiting.spilled) schedule();
  };

  const retryLater = (): void => {
    failures += 1;
    dispose();
    cancelRetry = later(retryDelay(failures), () => { cancelRetry = undefined; host.spill?.retry(); writeSoon(); });
  };

  /** What the storage will never take is given up, one record at a time. @returns Whether going on makes sense. */
  const refused = (error: unknown, batch: WaitingBatch | undefined): boolean => {
    const length = batch?.lines.length ?? 0;
    if (!batch || length === 0 || !isPlayheadError(error) || error.retryable) {
      host.failed(error);
      retryLater();
      return false;
    }
    if (error.code === 'session_dropped') {
      source.discard();
      single = 0;
      return true;
    }
    if (host.exiting && source.unbegun) return false; // what goes to the disk then begins it
    const gone = error.code === 'session_not_found' || error.code === 'storage_closed'; // nowhere to say that something is missing
    if (length > 1 && !gone) {
      single = length;
      return true;
    }
    host.failed(error);
    const count = waiting.settle(batch.end).filter(isEvent).length;
    host.lost(count);
    single = Math.max(0, single - length);
    if (count > 0 && !gone) gaps.add('events', `the storage refused them (${error.code})`, count);
    if (waiting.count > 0 || waiting.spilled || gaps.pending) schedule();
    return !gone;
  };

  const writeOnce = async (): Promise<void> => {
    dispose();
    let batch: WaitingBatch | undefined;
    try {
      await source.held;
      const storage = await host.open();
      const guarded = await guard.loaded();
      if (failures === 0) source.sayPending(); // while it fails they go on being counted, in a bounded place
      await waiting.load();
      batch = nextBatch();
      if (batch.lines.length === 0) return;
      const { lines, oversize } = await encodeBatch(storage, source.sessionId, batch.lines, guarded);
      await storage.append(source.sessionId, lines, { durability: durabilityOf(batch), encoded: true });
      source.sayOversize(oversize);
      stored(batch);
    } catch (error) {
      if (!refused(error, batch)) throw error;
    }
  };

  const write = (): Promise<void> => (writing ??= writeOnce().finally(() => { writing = undefined; }));

  /** A failure is already counted, reported and retried where it happened. */
  const writeSoon = (): void => { write().catch(() => {}); };

  const schedule = (): void => {
    if (scheduled || cancelRetry) return;
    scheduled = true;
    afterTick(() => { scheduled = false; writeSoon(); });
  };

  return {
    get failing() { return failures > 0; },
    get busy() { return writing !== undefined || cancelRetry !== undefined; },
    write,
    schedule,
    dispose,
    writeSync() {
      const storage = host.opened();
      const guarded = guard.current;
      if (!guarded) return; // nothing is written that was not redacted
      if (!host.exiting && (waiting.spilled || !storage?.appendSync)) return;
      if (failures === 0 || host.exiting) source.sayPending();
      for (let goesOn = storage?.appendSync !== undefined; goesOn && (waiting.count > 0 || waiting.spilled);) {
        let batch: WaitingBatch | undefined;
        try {
          waiting.loadSync();
          batch = nextBatch();
          storage?.appendSync?.(source.sessionId, linesWithinLimit(batch.lines, guarded), { durability: durabilityOf(batch), encoded: true });
          stored(batch);
        } catch (error) {
          goesOn = refused(error, batch);
        }
      }
      if (host.exiting) source.save();
    },
  };
}

/** What is said about the recording itself is no event, so that its loss is not counted again. */
export function isEvent(line: string): boolean {
  const type = decodeRecord(line)?.type;
  return type !== 'recorder_gap' && type !== 'redaction';
}
