import { createIdSource, isUuid, PlayheadError, type SessionHeader } from '@playhead/protocol';
import { findServerUrl, isRecordingEnabled, joinedSessionId } from '#environment';
import { observeExit } from '#exit';
import { asPlayheadError } from './as-playhead-error.ts';
import { eventFault } from './check-event.ts';
import { createClock } from './clock.ts';
import type { RecordInput } from './harness.ts';
import { createHeartbeats } from './heartbeats.ts';
import type {
  RecordEventOptions, RecorderHealth, RecorderOptions, RecordStartOptions, RecordStartResult, RecordStopOptions, RecordStopResult,
} from './options.ts';
import { isPlainType } from './plain-type.ts';
import { createProducer } from './producer.ts';
import { createRecorderHost } from './recorder-host.ts';
import { replayUrlOf } from './replay-url.ts';
import type { SessionQueue } from './session-queue.ts';
import { createSessionQueues } from './session-queues.ts';
import { createSessionRecording } from './session-recording.ts';
import { stopSession } from './stop-session.ts';

/** Records sessions into one storage. */
export interface Recorder {
  /**
   * Begins a session, or joins one that exists.
   *
   * @throws PlayheadError `invalid_session` when `sessionId` is no uuid; `storage_unavailable` after `answerTimeoutMs` without an answer;
   *   whatever the storage reports.
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
   * @throws PlayheadError `session_not_found` when the storage has no such session; `storage_unavailable` after `answerTimeoutMs`
   *   without an answer, or whatever the storage reports while it does not take the events, which are then kept and tried again.
   */
  recordStop(options: RecordStopOptions): Promise<RecordStopResult>;
  /**
   * Resolves once everything recorded before the call is stored.
   *
   * @throws PlayheadError what the storage reports; `storage_unavailable` when it takes nothing for `answerTimeoutMs`. The events are kept.
   */
  flush(): Promise<void>;
  /** How it is doing, now. */
  health(): RecorderHealth;
  /**
   * Flushes, stops watching the process and closes a storage that it loaded. May be called twice. What the storage does not take
   * within `closeTimeoutMs` stays on the disk for the next recorder.
   */
  close(): Promise<void>;
}

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
  return createOpenRecorder(options);
}

/** A recorder that shows its queues to whoever redacts by himself what he records. */
export interface OpenRecorder extends Recorder {
  /** The queue of a session that was started; undefined where somebody opted out of it. */
  queueOf(sessionId: string): SessionQueue | undefined;
}

/** Makes a recorder and shows its queues. */
export function createOpenRecorder(options: RecorderOptions): OpenRecorder {
  const { via = 'sdk', enabled = isRecordingEnabled(), answerTimeoutMs = 10_000, closeTimeoutMs = 5000 } = options;
  const now = createClock();
  const nextId = createIdSource();
  const recordingOf = createSessionRecording({ ...(options.redaction && { redaction: options.redaction }), ...(options.limits && { limits: options.limits }) });
  const queues = createSessionQueues(() => host, recordingOf, () => createProducer({ via, now }));
  const host = createRecorderHost(options, now, queues.all);
  const heartbeats = createHeartbeats(host, queues.all);
  let closing: Promise<void> | undefined;

  const answer = async <Status extends string>(sessionId: string, status: Status): Promise<{ sessionId: string; status: Status; replayUrl: string }> => (
    { sessionId, status, replayUrl: replayUrlOf(options.serverUrl ?? await findServerUrl(), sessionId) }
  );

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
    queues.alias(sessionId, queue);
    const before = created ? undefined : await opened.get(sessionId);
    if (before?.redaction) queues.of(sessionId, header.cwd, before.redaction.policy); // what its header says stays true
    if (!before?.events) {
      const safe = created ? asked : (await queue.guard()).header(header);
      await opened.append(sessionId, [startOf(safe, sessionId)]);
    }
    queue.begin(undefined);
    void heartbeats.beat(queue);
    host.acknowledged();
  };

  /** Waits for the storage for as long as it takes something now and then. */
  const answered = <Result>(call: Promise<Result>): Promise<Result> => {
    const { lastAckAt } = host.tally;
    return within(answerTimeoutMs, call, async () => {
      if (host.tally.lastAckAt !== lastAckAt) return answered(call);
      const failure = asPlayheadError('it does not answer');
      host.failed(failure);
      throw failure;
    });
  };

  const drainAll = async (): Promise<void> => {
    const drained = queues.all().map((queue) => queue.drain());
    await Promise.allSettled(drained); // one that fails does not end the wait for the others
    await Promise.all(drained);
  };

  // Neither a made-up type nor the cause, which quotes keys: what is reported ends in logs that nobody redacts.
  const refuse = (sessionId: unknown, type: unknown, reason: string): void => {
    const what = typeof type === 'string' && type.length <= 100 ? type : 'events';
    try {
      if (sessionId && typeof sessionId === 'string') queues.of(sessionId)?.miss(what, reason);
      else host.lost(1);
    } catch {
      host.lost(1); // redaction cannot begin, as recordStart says
    }
    host.failed(new PlayheadError('invalid_event', `An event${knownType(type)} was not recorded: ${reason}. The recording says so in a recorder_gap. Pass JSON values.`));
  };

  const stopOnce = async (stop: RecordStopOptions): Promise<RecordStopResult> => {
    const { sessionId } = stop;
    if (!enabled || queues.refuses(sessionId)) return answer(sessionId, 'processing');
    refuseWhenClosed(closing);
    const known = queues.get(sessionId);
    await known?.ready();
    const target = known?.sessionId ?? sessionId;
    const info = isUuid(target) ? await (await host.open()).get(target) : undefined;
    if (!info) throw new PlayheadError('session_not_found', `There is no session ${String(target).slice(0, 64)} here. Call recordStart first.`);
    const queue = known ?? queues.of(target);
    if (!queue) return answer(target, 'processing');
    await stopSession(queue, info.status, stop);
    queue.drain().then(() => queues.release(queue), () => {});
    return answer(target, 'processing');
  };

  const stopWatching = enabled ? observeExit((final, leaving) => {
    if (final) host.exiting = true;
    for (const queue of queues.all()) {
      if (leaving) queue.release();
      queue.drainSync();
    }
    if (final) host.spill?.release();
  }) : undefined;

  return {
    queueOf: queues.get,
    async recordStart({ sessionId = joinedSessionId(), ...rest }) {
      const id = sessionId ?? nextId();
      if (!isUuid(id)) throw new PlayheadError('invalid_session', 'Not recorded: `sessionId` is no uuid in lower case. Leave it out, or pass what recordStart returned.');
      if (enabled) refuseWhenClosed(closing);
      const queue = enabled && queues.of(id, rest.cwd);
      if (!queue) return answer(id, 'recording');
      const started = begin(queue, { ...rest, sessionId: id }, now());
      queue.hold(started);
      started.catch(() => queues.release(queue));
      await answered(started);
      return answer(queue.sessionId, 'recording');
    },
    recordEvent(event) {
      if (!enabled) return nextId();
      let sessionId: unknown;
      let type: unknown;
      try {
        sessionId = event?.sessionId; // reading them again might throw
        type = event?.type;
        const isKnown = queues.get(event?.sessionId) ?? (typeof sessionId === 'string' && isUuid(sessionId));
        const fault = eventFault(event) ?? (isKnown ? undefined : '`sessionId` is no session id');
        if (fault !== undefined) {
          refuse(isKnown && sessionId, type, fault);
        } else if (closing) {
          host.lost(1);
          host.failed(new PlayheadError('storage_closed', `An event${knownType(event.type)} was not recorded: the recorder is closed. Make another.`));
        } else {
          return queues.of(event.sessionId)?.add([event as RecordInput]) ?? nextId(); // eventFault checked it
        }
      } catch (error) {
        refuse(sessionId, type, error instanceof RangeError ? 'its data is too large' : 'its data cannot be written as JSON');
      }
      return nextId();
    },
    recordStop: (stop) => answered(stopOnce(stop)),
    flush: () => answered(drainAll()),
    health: () => ({
      queuedBytes: host.queuedBytes,
      queuedRecords: queues.all().reduce((sum, queue) => sum + queue.queuedRecords, 0),
      spilledBytes: host.spill?.size ?? 0,
      spilledRecords: host.spill?.records ?? 0,
      ...host.tally,
    }),
    close() {
      if (!closing) for (const queue of queues.all()) queue.release(); // nothing follows what was held back
      closing ??= within(closeTimeoutMs, drainAll(), async () => {}).finally(async () => {
        for (const queue of queues.all()) {
          queue.drainSync();
          queue.save();
          queue.dispose();
        }
        heartbeats.stop();
        stopWatching?.();
        host.spill?.release();
        if (typeof options.storage === 'function') await host.opened()?.close();
      });
      return closing;
    },
  };
}

/** Settles as a promise does, or as `late` says if that has not within a time. */
function within<Result>(milliseconds: number, promise: Promise<Result>, late: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => late().then(resolve, reject), milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The type in brackets, where it has the form of ours: another one may be anything. */
function knownType(type: unknown): string {
  return isPlainType(type) ? ` (${type})` : '';
}

function refuseWhenClosed(closing: Promise<void> | undefined): void {
  if (closing) throw new PlayheadError('storage_closed', 'This was not recorded: the recorder is closed. Make another.');
}

/** A header as record data: JSON leaves out what it cannot hold, and throws on cycles. */
function toData(header: SessionHeader): RecordInput['data'] {
  return header as RecordInput['data']; // an open map of JSON values by its contract; the encoder turns it into JSON
}
