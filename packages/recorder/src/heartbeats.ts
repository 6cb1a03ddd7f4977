import { later } from '#tick';
import type { QueueHost } from './queue-host.ts';
import type { SessionQueue } from './session-queue.ts';

const BEAT_MS = 60_000;

/** Says once a minute that a recorder is still at work on its sessions. */
export interface Heartbeats {
  /** Says so of one session at once; from then on all are spoken for. */
  beat(queue: SessionQueue): Promise<void>;
  stop(): void;
}

/**
 * Makes the heartbeats of a recorder.
 *
 * @param all - Its queues.
 */
export function createHeartbeats(host: QueueHost, all: () => readonly SessionQueue[]): Heartbeats {
  let cancel: (() => void) | undefined;
  let failed = false;
  const beat = async (queue: SessionQueue): Promise<void> => {
    cancel ??= later(BEAT_MS, () => { cancel = undefined; all().forEach(beat); });
    try {
      await host.opened()?.heartbeat?.(queue.sessionId, queue.producer);
    } catch (error) {
      if (!failed) host.failed(error); // told once: the next one comes in a minute
      failed = true;
    }
  };
  return { beat, stop: () => cancel?.() };
}
