import { decodeRecord, encodeRecord, type SessionStatus } from '@playhead/protocol';
import { later } from '#tick';
import { createWaitingLines } from '#waiting-lines';
import { createGaps } from './gaps.ts';
import type { RecordInput } from './harness.ts';
import type { Producer } from './producer.ts';
import { createQueueGuard, type Guarding } from './queue-guard.ts';
import type { QueueHost } from './queue-host.ts';
import { createQueueWriter } from './queue-writer.ts';
import type { RecordGuard } from './record-guard.ts';
import type { SpilledLines } from './spill.ts';

/** The records of one session on their way to the storage. */
export interface SessionQueue {
  /** The session's id; `create` may answer with another one than was asked for. */
  sessionId: string;
  /** Who numbers its records. */
  readonly producer: string;
  /**
   * Numbers, encodes and queues records, which then share one append. @returns The id of the last one.
   *
   * @param options.safe - That they were redacted already. Default false.
   */
  add(inputs: readonly RecordInput[], options?: { durable?: boolean; safe?: boolean }): string | undefined;
  /** Counts an event that could not be kept, for a `recorder_gap`. */
  miss(what: string, reason: string): void;
  /**
   * What begins the session, until the storage is known to have it: it stands on the disk before what goes there, so that whoever delivers
   * that can make the session.
   */
  begin(start: string | undefined): void;
  /** Writes nothing before this has settled. */
  hold(until: Promise<unknown>): void;
  /** Resolves once nothing holds the queue any more. */
  ready(): Promise<void>;
  /** Whether the session had not been moved on to this status through this queue; moves it on. */
  advance(status: SessionStatus): boolean;
  /** Resolves once everything added before the call is stored. @throws What the storage says when it does not take it. */
  drain(): Promise<void>;
  /** What stands before everything that is written; a page loads it. */
  guard(): RecordGuard | Promise<RecordGuard>;
  /** Puts another guard before everything that is not written yet, and before what follows. */
  guardBy(guarding: Guarding): void;
  /** Throws away what waits, and takes nothing more. */
  discard(): void;
  /** Queues the ends of streams that were held back: nothing follows them. */
  release(): void;
  /** Writes everything now, where the storage can. */
  drainSync(): void;
  /** Moves some of what waits to the disk. @returns Whether the disk took it. */
  spill(): boolean;
  /** Leaves everything that waits on the disk; of what even that does not take, the number. */
  save(): void;
  readonly queuedRecords: number;
  readonly queuedBytes: number;
  /** Cancels retries. */
  dispose(): void;
}

const FLUSH_BYTES = 64 * 1024;
const HOLD_MS = 250;

/**
 * Makes the queue of a session.
 *
 * @param guarding - What stands before everything that is written. Until it is there, records wait in memory.
 */
export function createSessionQueue(host: QueueHost, sessionId: string, producer: Producer, guarding: Guarding): SessionQueue {
  const gaps = createGaps();
  const waiting = createWaitingLines(host, (lines, asked, last) => {
    const durable = asked || host.durability === 'fsync';
    if (start !== undefined) startOnDisk ??= host.spill?.write(queue.sessionId, [start], { durable, first: true });
    return host.spill?.write(queue.sessionId, lines, { durable, last });
  });
  const reached = new Set<SessionStatus>();
  let held: Promise<unknown> | undefined;
  let dropped = false; // nothing of the session is kept
  let cancelHold: (() => void) | undefined;
  let recorded = 0;
  let start: string | undefined;
  let startOnDisk: SpilledLines | undefined;

  const guard = createQueueGuard(guarding, (next) => waiting.change((line) => {
    const record = decodeRecord(line);
    return record ? encodeRecord(next.record(record)) : line;
  }));

  /** @param safe - That the records were redacted already. */
  const encode = (inputs: readonly RecordInput[], durable: boolean, safe: boolean): string | undefined => {
    let id: string | undefined;
    if (dropped) return id;
    const current = guard.current;
    for (const input of inputs) {
      const { line, record } = producer.produce(input, safe ? undefined : current?.record);
      recorded += line.length;
      waiting.add(line, durable);
      id = record.id;
    }
    if (current?.holding && !cancelHold) cancelHold = later(HOLD_MS, () => { cancelHold = undefined; say(guard.current?.take('due')); writer.schedule(); });
    return id;
  };
  const say = (inputs: readonly RecordInput[] = []): void => { encode(inputs, false, true); };

  const endHold = (): void => {
    cancelHold?.();
    cancelHold = undefined;
  };

  const isFull = (): boolean => host.queuedBytes - host.sendingBytes >= host.maxQueuedBytes;
  const makesRoom = (): boolean => {
    if (!writer.failing) queue.drainSync(); // a storage that works is slower, not lossy
    return !isFull() || host.makeRoom();
  };
  const missAll = (inputs: readonly RecordInput[], reason: string): undefined => {
    for (const { type } of inputs) queue.miss(type, reason);
  };

  const queue: SessionQueue = {
    sessionId,
    producer: producer.id,
    add(inputs, { durable = false, safe = false } = {}) {
      if (dropped) return undefined;
      if (isFull() && !makesRoom()) return missAll(inputs, 'the storage did not keep up, and neither memory nor disk had room');
      const most = guard.current?.limits.sessionBytes ?? Infinity;
      if (recorded > most && !durable) return missAll(inputs, `the session is over its limit of ${most} bytes`);
      const id = encode(inputs, durable, safe);
      if (host.exiting || (host.durability === 'sync' && !writer.failing)) queue.drainSync();
      else if (waiting.size >= FLUSH_BYTES && !writer.busy) writer.write().catch(ignore);
      if (waiting.count > 0) writer.schedule();
      return id;
    },
    miss(what, reason) {
      if (dropped) return;
      host.lost(1);
      gaps.add(what, reason);
      if (host.exiting) queue.drainSync();
      else writer.schedule();
    },
    begin(line) {
      start = line;
      startOnDisk?.remove();
      startOnDisk = undefined;
    },
    hold(until) {
      const before = held;
      const now: Promise<unknown> = until.catch(ignore).then(() => before).finally(() => { if (held === now) held = undefined; });
      held = now;
    },
    async ready() {
      await held;
    },
    advance(status) {
      if (reached.has(status)) return false;
      reached.add(status);
      return true;
    },
    guard: guard.loaded,
    guardBy(next) {
      say(guard.current?.take('all'));
      guard.replace(next);
    },
    discard() {
      dropped = true;
      gaps.take();
      endHold();
      guard.current?.take('all');
      waiting.clear();
      queue.begin(undefined);
    },
    release() {
      endHold();
      say(guard.current?.take('all'));
    },
    async drain() {
      await held; // the id may change until then
      if (gaps.pending && !writer.failing) sayPending();
      const target = waiting.added;
      while (waiting.settled < target) await writer.write();
    },
    drainSync() {
      if (held && !host.exiting) return;
      if (host.exiting) queue.release();
      writer.writeSync();
    },
    spill: () => guard.current !== undefined && waiting.spill(),
    save() {
      sayPending();
      host.lost(waiting.save(guard.current !== undefined));
    },
    get queuedRecords() {
      return waiting.count;
    },
    get queuedBytes() {
      return waiting.size;
    },
    dispose() {
      writer.dispose();
      endHold();
    },
  };

  const sayPending = (): void => {
    if (gaps.pending) encode(gaps.take(), false, false);
    if (guard.current?.pending) say(guard.current.take());
  };

  const writer = createQueueWriter({
    host, waiting, guard, gaps, sayPending,
    get sessionId() { return queue.sessionId; },
    get held() { return held; },
    get unbegun() { return start !== undefined; },
    sayOversize: (oversize) => encode(oversize.map((data) => ({ type: 'oversize', data: { ...data } })), false, false),
    save: queue.save,
    discard: queue.discard,
  });
  return queue;
}

/** A failure is already counted, reported and retried where it happened. */
function ignore(): void {}
