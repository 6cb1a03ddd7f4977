import { PlayheadError } from '@playhead/protocol';
import { workingDirectory } from '#environment';
import type { Producer } from './producer.ts';
import type { QueueHost } from './queue-host.ts';
import { createSessionQueue, type SessionQueue } from './session-queue.ts';
import type { SessionPlace, SessionRecording } from './session-recording.ts';

/** The queues of one recorder, by session. */
export interface SessionQueues {
  /** Each once, though a session may have two ids: the wanted one and that of the session which existed. */
  all(): SessionQueue[];
  get(sessionId: string): SessionQueue | undefined;
  /** Whether somebody opted out of a session. */
  refuses(sessionId: string): boolean;
  /**
   * Finds the queue of a session, or makes it.
   *
   * @param startsIn - Where the session begins, when it does. Default: what is known of it already counts.
   * @param policy - The redaction that its header promises.
   * @returns undefined for a session that somebody opted out of.
   */
  of(sessionId: string, startsIn?: string, policy?: string): SessionQueue | undefined;
  /** Lets a session go by a further id. */
  alias(sessionId: string, queue: SessionQueue): void;
  /** Lets go of a queue in which nothing waits. */
  release(queue: SessionQueue): void;
}

/**
 * Makes an empty set of queues.
 *
 * @param recordingOf - How a session is recorded, by where it runs.
 * @param produce - Makes the producer of a session.
 */
export function createSessionQueues(host: () => QueueHost, recordingOf: (place?: SessionPlace) => SessionRecording, produce: () => Producer): SessionQueues {
  const queues = new Map<string, SessionQueue>();
  const policies = new WeakMap<SessionQueue, string>();
  const optedOut = new Set<string>();
  return {
    all: () => [...new Set(queues.values())],
    get: (sessionId) => queues.get(sessionId),
    refuses: (sessionId) => optedOut.has(sessionId),
    of(sessionId, startsIn, policy) {
      const known = queues.get(sessionId);
      if (optedOut.has(sessionId) || (known && startsIn === undefined && policy === undefined)) return known;
      const here = known || startsIn === undefined ? workingDirectory() : undefined; // where events before the start were recorded
      const recording = recordingOf({ ...(startsIn !== undefined && { cwd: startsIn }), ...(here !== undefined && { startedIn: here }), ...(policy !== undefined && { policy }) });
      if (!recording.record) {
        optedOut.add(sessionId);
        known?.discard();
        queues.delete(sessionId);
        const { problem } = recording.settings.decidedBy;
        if (problem !== undefined) host().failed(new PlayheadError('invalid_settings', problem));
        return undefined;
      }
      const { redaction, rules } = recording.settings;
      const applied = JSON.stringify([redaction, rules]);
      if (known && policies.get(known) === applied) return known;
      const guard = recording.guard();
      if (guard instanceof Promise) guard.catch(() => {}); // asked for again, and told, when something is written
      const guarding = guard instanceof Promise ? async () => recording.guard() : guard;
      known?.guardBy(guarding);
      const queue = known ?? createSessionQueue(host(), sessionId, produce(), guarding);
      policies.set(queue, applied);
      queues.set(sessionId, queue);
      return queue;
    },
    alias(sessionId, queue) {
      if (!queues.has(sessionId)) queues.set(sessionId, queue);
    },
    release(queue) {
      for (const [sessionId, value] of queues) if (value === queue && queue.queuedRecords === 0) queues.delete(sessionId);
    },
  };
}
