import { decodeRecord, encodeRecord, isPlayheadError, type SessionStatus, type SessionStorage } from '@playhead/protocol';
import { later, afterTick } from '#tick';
import { encodeBatch, SMALL_LINE, withinLimit, type QueuedLine } from './encode-batch.ts';
import { createGaps } from './gaps.ts';
import type { RecordInput } from './harness.ts';
import type { RecorderDurability } from './options.ts';
import type { Producer } from './producer.ts';
import type { RecordGuard } from './record-guard.ts';

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

/** The records of one session on their way to the storage. */
export interface SessionQueue {
  /** The session's id; `create` may answer with another one than was asked for. */
  sessionId: string;
  /** Numbers, encodes and queues records, which then share one append. @returns The id of the last one. */
  add(inputs: readonly RecordInput[], options?: { durable?: boolean }): string | undefined;
  /** Counts an event that could not be kept, for a `recorder_gap`. */
  miss(what: string, reason: string): void;
  /** Writes nothing before this has settled. */
  hold(until: Promise<unknown>): void;
  /** Resolves once nothing holds the queue any more. */
  ready(): Promise<void>;
  /** Whether the session had not been moved on to this status through this queue; moves it on. */
  advance(status: SessionStatus): boolean;
  /** Resolves once everything added before the call is stored. @throws What the storage says when it does not take it. */
  drain(): Promise<void>;
  /** What stands before everything that is written; a page loads it. */
  guard(): Promise<RecordGuard>;
  /** Puts another guard before everything that is not written yet, and before what follows. */
  guardBy(guarding: Guarding): void;
  /** Throws away what waits, and takes nothing more. */
  discard(): void;
  /** Queues the ends of streams that were held back: nothing follows them. */
  release(): void;
  /** Writes everything now, where the storage can. */
  drainSync(): void;
  readonly queuedRecords: number;
  /** Cancels retries. */
  dispose(): void;
}

/** What stands before everything that is written, or loads it. */
export type Guarding = RecordGuard | (() => Promise<RecordGuard>);

const FLUSH_BYTES = 64 * 1024;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 30_000;
const HOLD_MS = 250;

/**
 * Makes the queue of a session.
 *
 * @param guarding - What stands before everything that is written. Until it is there, records wait in memory.
 */
export function createSessionQueue(host: QueueHost, sessionId: string, producer: Producer, guarding: Guarding): SessionQueue {
  const gaps = createGaps();
  const reached = new Set<SessionStatus>();
  let items: QueuedLine[] = [];
  let bytes = 0;
  let added = 0;
  let settled = 0;
  let failures = 0;
  let single = 0; // how many records are sent one by one, because the storage refused them together
  let scheduled = false;
  let writing: Promise<void> | undefined;
  let held: Promise<unknown> | undefined;
  let cancelRetry: (() => void) | undefined;
  let dropped = false; // nothing of the session is kept
  let cancelHold: (() => void) | undefined;
  let recorded = 0;
  let wanted = guarding;
  let guard = typeof guarding === 'function' ? undefined : guarding;

  const encode = (inputs: readonly RecordInput[], { counts, durable = false, safe = false }: { counts: boolean; durable?: boolean; safe?: boolean }): string | undefined => {
    let id: string | undefined;
    for (const input of dropped ? [] : inputs) {
      const { line, record } = producer.produce(input, safe ? undefined : guard?.record);
      const size = line.length;
      added += 1;
      recorded += size;
      items.push({ line, length: size, sequence: added, counts, durable, large: line.length > SMALL_LINE });
      bytes += size;
      host.queuedBytes += size;
      id = record.id;
    }
    if (guard?.holding && !cancelHold) cancelHold = later(HOLD_MS, () => { cancelHold = undefined; encode(guard?.take('due') ?? [], { counts: true, safe: true }); schedule(); });
    return id;
  };

  /** What waits goes past the guard at once and once, before what is recorded later: pieces of a stream must keep their order. */
  const guardWith = (next: RecordGuard): RecordGuard => {
    guard = next;
    items = items.map((item) => {
      const record = decodeRecord(item.line);
      const line = record ? encodeRecord(next.record(record)) : item.line;
      return { ...item, line, large: line.length > SMALL_LINE };
    });
    return next;
  };

  const guardLoaded = async (): Promise<RecordGuard> => {
    for (;;) {
      if (guard) return guard;
      const asked = wanted;
      const loaded = typeof asked === 'function' ? await asked() : asked;
      if (!guard && wanted === asked) return guardWith(loaded); // else somebody else loaded one, or another is wanted by now
    }
  };

  const discard = (): void => {
    dropped = true;
    gaps.take();
    cancelHold?.();
    cancelHold = undefined;
    guard?.take('all');
    settle(added);
    single = 0;
  };

  const settle = (upTo: number): QueuedLine[] => {
    const first = items.findIndex(({ sequence }) => sequence > upTo);
    const done = first < 0 ? items : items.slice(0, first);
    items = first < 0 ? [] : items.slice(first);
    settled = Math.max(settled, upTo);
    for (const item of done) { bytes -= item.length; host.queuedBytes -= item.length; }
    return done;
  };

  const stored = (batch: readonly QueuedLine[]): void => {
    settle(batch.at(-1)?.sequence ?? settled);
    single = Math.max(0, single - batch.length);
    failures = 0;
    host.acknowledged();
    if (gaps.pending || guard?.pending || items.length > 0) schedule();
  };

  const retryLater = (): void => {
    failures += 1;
    cancelRetry?.();
    cancelRetry = later(Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS), () => { cancelRetry = undefined; void write().catch(ignore); });
  };

  /** What the storage will never take is given up, one record at a time. @returns Whether going on makes sense. */
  const refused = (error: unknown, batch: readonly QueuedLine[]): boolean => {
    const last = batch.at(-1);
    if (!last || !isPlayheadError(error) || error.retryable) {
      host.failed(error);
      retryLater();
      return false;
    }
    if (error.code === 'session_dropped') {
      discard();
      return true;
    }
    const gone = error.code === 'session_not_found' || error.code === 'storage_closed'; // nowhere to say that something is missing
    if (batch.length > 1 && !gone) {
      single = batch.length;
      return true;
    }
    host.failed(error);
    const count = settle(last.sequence).filter(({ counts }) => counts).length;
    host.lost(count);
    single = Math.max(0, single - batch.length);
    if (count > 0 && !gone) gaps.add('events', `the storage refused them (${error.code})`, count);
    if (items.length > 0 || gaps.pending) schedule();
    return !gone;
  };

  const sayGaps = (): void => {
    if (gaps.pending) encode(gaps.take(), { counts: false });
    if (guard?.pending) encode(guard.take(), { counts: false, safe: true });
  };

  const nextBatch = (): readonly QueuedLine[] => (single > 0 ? items.slice(0, 1) : items.slice());

  const writeOnce = async (): Promise<void> => {
    cancelRetry?.();
    cancelRetry = undefined;
    let batch: readonly QueuedLine[] = [];
    try {
      await held;
      const storage = await host.open();
      const guarded = await guardLoaded();
      if (failures === 0) sayGaps(); // while it fails they go on being counted, in a bounded place
      batch = nextBatch();
      if (batch.length === 0) return;
      const { lines, oversize } = await encodeBatch(storage, queue.sessionId, batch, guarded);
      const fsync = host.durability === 'fsync' || batch.some(({ durable }) => durable);
      await storage.append(queue.sessionId, lines, { durability: fsync ? 'fsync' : 'write', encoded: true });
      encode(oversize.map((data) => ({ type: 'oversize', data: { ...data } })), { counts: true });
      stored(batch);
    } catch (error) {
      if (!refused(error, batch)) throw error;
    }
  };

  const write = (): Promise<void> => (writing ??= writeOnce().finally(() => { writing = undefined; }));

  const schedule = (): void => {
    if (scheduled || cancelRetry) return;
    scheduled = true;
    afterTick(() => { scheduled = false; void write().catch(ignore); });
  };

  const queue: SessionQueue = {
    sessionId,
    add(inputs, options = {}) {
      if (dropped) return undefined;
      if (host.queuedBytes >= host.maxQueuedBytes && failures === 0) queue.drainSync(); // a storage that works is slower, not lossy
      if (host.queuedBytes >= host.maxQueuedBytes) {
        for (const { type } of inputs) queue.miss(type, 'the storage did not keep up and the queue was full');
        return undefined;
      }
      if (recorded > (guard?.limits.sessionBytes ?? Infinity) && options.durable !== true) {
        for (const { type } of inputs) queue.miss(type, `the session is over its limit of ${guard?.limits.sessionBytes} bytes`);
        return undefined;
      }
      const id = encode(inputs, { counts: true, durable: options.durable ?? false });
      if (host.exiting || (host.durability === 'sync' && failures === 0)) queue.drainSync();
      else if (bytes >= FLUSH_BYTES && !writing && !cancelRetry) void write().catch(ignore);
      if (items.length > 0) schedule();
      return id;
    },
    miss(what, reason) {
      if (dropped) return;
      host.lost(1);
      gaps.add(what, reason);
      if (host.exiting) queue.drainSync();
      else schedule();
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
    guard: guardLoaded,
    guardBy(next) {
      if (guard) encode(guard.take('all'), { counts: true, safe: true });
      guard = undefined;
      wanted = next;
      if (typeof next !== 'function') guardWith(next);
    },
    discard,
    release() {
      cancelHold?.();
      cancelHold = undefined;
      encode(guard?.take('all') ?? [], { counts: true, safe: true });
    },
    async drain() {
      await held; // the id may change until then
      if (gaps.pending && failures === 0) sayGaps();
      const target = added;
      while (settled < target) await write();
    },
    drainSync() {
      const storage = host.opened();
      if (!storage?.appendSync || (held && !host.exiting)) return;
      if (host.exiting) queue.release();
      const guarded = guard;
      if (!guarded) return; // nothing is written that was not redacted
      if (failures === 0 || host.exiting) sayGaps();
      for (let goesOn = true; goesOn && items.length > 0;) {
        const batch = nextBatch();
        try {
          const fsync = host.durability === 'fsync' || batch.some(({ durable }) => durable);
          storage.appendSync(queue.sessionId, batch.map(({ line }) => withinLimit(line, guarded)), { durability: fsync ? 'fsync' : 'write', encoded: true });
          stored(batch);
        } catch (error) {
          goesOn = refused(error, batch);
        }
      }
    },
    get queuedRecords() {
      return items.length;
    },
    dispose() {
      cancelRetry?.();
      cancelRetry = undefined;
      cancelHold?.();
      cancelHold = undefined;
    },
  };
  return queue;
}

/** A failure is already counted, reported and retried where it happened. */
function ignore(): void {}
