import { createIdSource, isUuid, PlayheadError, type SessionHeader, type SessionStorage } from '@playhead/protocol';
import { findServerUrl, isRecordingEnabled, joinedSessionId, workingDirectory } from '#environment';
import { observeExit } from '#exit';
import { createSpill } from '#spill';
import { later } from '#tick';
import { asPlayheadError } from './as-playhead-error.ts';
import { eventFault } from './check-event.ts';
import { createClock } from './clock.ts';
import type { RecordInput } from './harness.ts';
import type {
  RecordEventOptions, RecorderHealth, RecorderOptions, RecordStartOptions, RecordStartResult, RecordStopOptions, RecordStopResult,
} from './options.ts';
import { isPlainType } from './plain-type.ts';
import { createProducer } from './producer.ts';
import type { QueueHost } from './queue-host.ts';
import { replayUrlOf } from './replay-url.ts';
import { createSessionQueue, type SessionQueue } from './session-queue.ts';
import { createSessionRecording } from './session-recording.ts';
import { stopSession } from './stop-session.ts';

/** Records sessions into one storage. */
export interface Recorder {
  /**
   * Begins a session, or joins one that exists.
   *
   * @throws PlayheadError `invalid_session` when `sessionId` is no uuid, and whatever the storage reports.
   */
  recordStart(options: RecordStartOptions): Promise<RecordStartResult>;
  /**
   * Adds an event to a session. Synchronous; never throws and never waits for the storage. What
   * cannot be kept is counted in a `recorder_gap` and told to `onError`.
   *
   * @returns The id of the event.
   */
  recordEvent<const Type extends string>(options: RecordEventOptions<Type>): string;
  /**
   * Ends a session: its last events and the stop are one append. May be called any number of times,
   * from any number of processes; later events are kept as late.
   *
   * @throws PlayheadError `session_not_found` when the storage has no such session; whatever the storage
   *   reports while it does not take the events, which are then kept and tried again.
   */
  recordStop(options: RecordStopOptions): Promise<RecordStopResult>;
  /** Resolves once everything recorded before the call is stored. @throws What the storage reports; the events are kept. */
  flush(): Promise<void>;
  /** How it is doing, now. */
  health(): RecorderHealth;
  /**
   * Flushes, stops watching the process and closes a storage that it loaded. May be called twice. What the storage does not take
   * within `closeTimeoutMs` stays on the disk for the next recorder.
   */
  close(): Promise<void>;
}

const MAX_QUEUED_BYTES = 16 * 1024 * 1024;
const CLOSE_MS = 5000;
const BEAT_MS = 60_000;

/**
 * Makes a recorder.
 *
 * Nothing that goes wrong in it reaches the agent: `recordEvent` never throws, the storage is retried,
 * and at the end of the process what still waits is written synchronously where the storage can.
 *
 * @param options.storage - Where sessions go.
 *
 * @example
 * ```ts
 * const recorder = createRecorder({ storage: fsStorage() });
 * const { sessionId } = await recorder.recordStart({ name: 'Fix the test', harness: 'my-agent', agentName: 'fixer', workspaceName: 'shop' });
 * recorder.recordEvent({ sessionId, type: 'terminal_command', call: 'c1', data: { command: 'npm test' } });
 * await recorder.recordStop({ sessionId, outcome: 'success' });
 * ```
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { storage, via = 'sdk', onError, enabled = isRecordingEnabled() } = options;
  const now = createClock();
  const nextId = createIdSource();
  const queues = new Map<string, SessionQueue>();
  const policies = new WeakMap<SessionQueue, string>();
  const optedOut = new Set<string>();
  const recordingOf = createSessionRecording({ ...(options.redaction && { redaction: options.redaction }), ...(options.limits && { limits: options.limits }) });
  let storageOpened: SessionStorage | undefined = typeof storage === 'function' ? undefined : storage;
  let storageOpening: Promise<SessionStorage> | undefined;
  let closing: Promise<void> | undefined;
  let gaps = 0;
  let errors = 0;
  let lastAckAt: number | undefined;
  let telling = false;
  let beatFailed = false;
  let cancelBeats: (() => void) | undefined;

  const all = (): SessionQueue[] => [...new Set(queues.values())];

  const host: QueueHost = {
    durability: options.durability ?? 'tick',
    maxQueuedBytes: options.maxQueuedBytes ?? MAX_QUEUED_BYTES,
    queuedBytes: 0,
    sendingBytes: 0,
    exiting: false,
    spill: createSpill(options, () => host),
    makeRoom: () => all().reduce((most, queue) => (queue.queuedBytes > most.queuedBytes ? queue : most)).spill(),
    async open() {
      if (storageOpened || typeof storage !== 'function') return storageOpened ?? (storage as SessionStorage); // set above when it is no function
      storageOpening ??= storage();
      try {
        storageOpened = await storageOpening;
        return storageOpened;
      } catch (error) {
        storageOpening = undefined; // the next call tries again
        throw error;
      }
    },
    opened: () => storageOpened,
    acknowledged() {
      lastAckAt = now();
      host.spill?.retry();
      if (storageOpened) host.spill?.adopt(storageOpened);
    },
    lost: (count) => { gaps += count; },
    failed(error) {
      errors += 1;
      if (telling) return; // what a reporter records may fail in its turn
      telling = true;
      (async () => onError?.(asPlayheadError(error)))().catch(() => {}); // neither what it throws nor what it rejects with may reach the agent
      telling = false;
    },
  };

  /** @returns undefined for a session that somebody opted out of. */
  const queueOf = (sessionId: string, startsIn?: string, policy?: string): SessionQueue | undefined => {
    const known = queues.get(sessionId);
    if (optedOut.has(sessionId) || (known && startsIn === undefined && policy === undefined)) return known;
    const here = known || startsIn === undefined ? workingDirectory() : undefined; // where events before the start were recorded
    const recording = recordingOf({ ...(startsIn !== undefined && { cwd: startsIn }), ...(here !== undefined && { startedIn: here }), ...(policy !== undefined && { policy }) });
    if (!recording.record) {
      optedOut.add(sessionId);
      known?.discard();
      queues.delete(sessionId);
      const { problem } = recording.settings.decidedBy;
      if (problem !== undefined) host.failed(new PlayheadError('invalid_settings', problem));
      return undefined;
    }
    const { redaction, rules } = recording.settings;
    const applied = JSON.stringify([redaction, rules]);
    if (known && policies.get(known) === applied) return known;
    const guard = recording.guard();
    if (guard instanceof Promise) guard.catch(() => {}); // asked for again, and told, when something is written
    const guarding = guard instanceof Promise ? async () => recording.guard() : guard;
    known?.guardBy(guarding);
    const queue = known ?? createSessionQueue(host, sessionId, createProducer({ via, now }), guarding);
    policies.set(queue, applied);
    queues.set(sessionId, queue);
    return queue;
  };

  const replayUrl = async (sessionId: string): Promise<string> => replayUrlOf(options.serverUrl ?? await findServerUrl(), sessionId);

  const beat = async (queue: SessionQueue): Promise<void> => {
    cancelBeats ??= later(BEAT_MS, () => { cancelBeats = undefined; all().forEach(beat); });
    try {
      await storageOpened?.heartbeat?.(queue.sessionId, queue.producer);
    } catch (error) {
      if (!beatFailed) host.failed(error); // told once: the next one comes in a minute
      beatFailed = true;
    }
  };

  const begin = async (queue: SessionQueue, header: SessionHeader, at: number): Promise<void> => {
    // A producer of its own: events recorded while this waited have their numbers already.
    const startOf = (safe: SessionHeader, sessionId = header.sessionId): string => createProducer({ via, now }).produce({ type: 'session_start', key: 'session:start', at, data: toData({ ...safe, sessionId }) }).line;
    const loaded = queue.guard();
    const guard = loaded instanceof Promise ? await loaded : loaded; // at once where it can: the process may end before anything else happens
    const asked = guard.header(header);
    queue.begin(startOf(asked));
    const opened = await host.open();
    const { sessionId, created } = await opened.create(asked, { at });
    queue.sessionId = sessionId;
    if (!queues.has(sessionId)) queues.set(sessionId, queue);
    const before = created ? undefined : await opened.get(sessionId);
    if (before?.redaction) queueOf(sessionId, header.cwd, before.redaction.policy); // what its header says stays true
    if (!before || before.events === 0) {
      const safe = created ? asked : (await queue.guard()).header(header);
      await opened.append(sessionId, [startOf(safe, sessionId)]);
    }
    queue.begin(undefined);
    void beat(queue);
    host.acknowledged();
  };

  const drainAll = async (): Promise<void> => {
    const results = await Promise.allSettled(all().map((queue) => queue.drain()));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
  };

  // Neither a made-up type nor the cause, which quotes keys: what is reported ends in logs that nobody redacts.
  const refuse = (sessionId: unknown, type: unknown, reason: string): void => {
    const what = typeof type === 'string' && type.length <= 100 ? type : 'events';
    try {
      if (typeof sessionId === 'string' && sessionId !== '') queueOf(sessionId)?.miss(what, reason);
      else gaps += 1;
    } catch {
      gaps += 1; // redaction cannot begin, as recordStart says
    }
    host.failed(new PlayheadError('invalid_event', `An event${knownType(type)} was not recorded: ${reason}. The recording says so in a recorder_gap. Pass an object of JSON values.`));
  };

  const stopWatching = enabled ? observeExit((final) => {
    if (final) host.exiting = true;
    for (const queue of all()) queue.drainSync();
    if (final) host.spill?.release();
  }) : undefined;

  const recorder: Recorder = {
    async recordStart({ sessionId = joinedSessionId(), ...rest }) {
      const id = sessionId ?? nextId();
      if (!isUuid(id)) throw new PlayheadError('invalid_session', 'The session was not started: `sessionId` is no uuid in lower case. Leave it out, or pass the id that recordStart returned.');
      if (!enabled) return { sessionId: id, status: 'recording', replayUrl: await replayUrl(id) };
      refuseWhenClosed(closing);
      const queue = queueOf(id, rest.cwd);
      if (!queue) return { sessionId: id, status: 'recording', replayUrl: await replayUrl(id) };
      const started = begin(queue, { ...rest, sessionId: id }, now());
      queue.hold(started);
      try {
        await started;
      } catch (error) {
        if (queue.queuedRecords === 0) queues.delete(id);
        throw error;
      }
      return { sessionId: queue.sessionId, status: 'recording', replayUrl: await replayUrl(queue.sessionId) };
    },
    recordEvent(event) {
      if (!enabled) return nextId();
      let sessionId: unknown;
      let type: unknown;
      try {
        sessionId = event?.sessionId; // reading them again might throw
        type = event?.type;
        const fault = eventFault(event) ?? (queues.has(event.sessionId) || (typeof event.sessionId === 'string' && isUuid(event.sessionId)) ? undefined : '`sessionId` is no session id');
        if (fault !== undefined) {
          refuse(isUuid(String(event?.sessionId)) ? event.sessionId : undefined, event?.type, fault);
        } else if (closing) {
          gaps += 1;
          host.failed(new PlayheadError('storage_closed', `An event${knownType(event.type)} was not recorded: the recorder is closed. Record before close().`));
        } else {
          const id = queueOf(event.sessionId)?.add([event as RecordInput]); // eventFault checked it
          if (id !== undefined) return id;
        }
      } catch (error) {
        refuse(sessionId, type, error instanceof RangeError ? 'its data is too large' : 'its data cannot be written as JSON');
      }
      return nextId();
    },
    async recordStop(stop) {
      const { sessionId } = stop;
      if (!enabled || optedOut.has(sessionId)) return { sessionId, status: 'processing', replayUrl: await replayUrl(sessionId) };
      refuseWhenClosed(closing);
      const known = queues.get(sessionId);
      await known?.ready();
      const target = known?.sessionId ?? sessionId;
      const info = isUuid(target) ? await (await host.open()).get(target) : undefined;
      if (!info) throw new PlayheadError('session_not_found', `There is no session ${String(target).slice(0, 64)} in this storage, so nothing was stopped. Call recordStart first, with the same storage.`);
      const queue = known ?? queueOf(target);
      if (!queue) return { sessionId: target, status: 'processing', replayUrl: await replayUrl(target) };
      await stopSession(queue, info.status, stop);
      queue.drain().then(() => { for (const [key, value] of queues) if (value === queue && queue.queuedRecords === 0) queues.delete(key); }, () => {});
      return { sessionId: target, status: 'processing', replayUrl: await replayUrl(target) };
    },
    flush: () => drainAll(),
    health: () => ({
      queuedBytes: host.queuedBytes,
      queuedRecords: all().reduce((sum, queue) => sum + queue.queuedRecords, 0),
      spilledBytes: host.spill?.size ?? 0,
      spilledRecords: host.spill?.records ?? 0,
      gaps,
      ...(lastAckAt !== undefined && { lastAckAt }),
      errors,
    }),
    close() {
      if (!closing) for (const queue of all()) queue.release(); // nothing follows what was held back
      closing ??= within(options.closeTimeoutMs ?? CLOSE_MS, drainAll()).finally(async () => {
        for (const queue of all()) {
          queue.drainSync();
          queue.save();
          queue.dispose();
        }
        cancelBeats?.();
        stopWatching?.();
        host.spill?.release();
        if (typeof storage === 'function') await storageOpened?.close();
      });
      return closing;
    },
  };
  return recorder;
}

/** Settles as a promise does, or resolves after a time if that has not. */
function within(milliseconds: number, promise: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The type in brackets, where it has the form of ours: another one may be anything. */
function knownType(type: unknown): string {
  return isPlainType(type) ? ` (${type})` : '';
}

function refuseWhenClosed(closing: Promise<void> | undefined): void {
  if (closing) throw new PlayheadError('storage_closed', 'The recorder is closed, so the session was not touched. Make another recorder.');
}

/** A header as record data: JSON leaves out what it cannot hold, and throws on cycles. */
function toData(header: SessionHeader): RecordInput['data'] {
  return header as RecordInput['data']; // an open map of JSON values by its contract; the encoder turns it into JSON
}
