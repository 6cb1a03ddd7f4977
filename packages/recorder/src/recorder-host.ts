import type { SessionStorage } from '@playhead/protocol';
import { createSpill } from '#spill';
import { asPlayheadError } from './as-playhead-error.ts';
import type { RecorderHealth, RecorderOptions } from './options.ts';
import type { QueueHost } from './queue-host.ts';
import type { SessionQueue } from './session-queue.ts';

const MAX_QUEUED_BYTES = 16 * 1024 * 1024;

/** What the queues of one recorder share, with what it knows of how it is doing. */
export interface RecorderHost extends QueueHost {
  /** What `health()` says of events that were lost, of acknowledgements and of failures. */
  readonly tally: Pick<RecorderHealth, 'gaps' | 'lastAckAt' | 'errors'>;
}

/**
 * Makes what the queues of a recorder share.
 *
 * @param now - The recorder's clock.
 * @param all - Its queues.
 */
export function createRecorderHost(options: RecorderOptions, now: () => number, all: () => readonly SessionQueue[]): RecorderHost {
  const { storage, onError, maxQueuedBytes = NaN } = options;
  let storageOpened: SessionStorage | undefined = typeof storage === 'function' ? undefined : storage;
  let storageOpening: Promise<SessionStorage> | undefined;
  let gaps = 0;
  let errors = 0;
  let lastAckAt: number | undefined;
  let telling = false;

  const host: RecorderHost = {
    durability: options.durability ?? 'tick',
    maxQueuedBytes: maxQueuedBytes >= 0 ? maxQueuedBytes : MAX_QUEUED_BYTES, // what is no number would be no bound
    queuedBytes: 0,
    sendingBytes: 0,
    exiting: false,
    spill: createSpill(options, () => host),
    get tally() { return { gaps, errors, ...(lastAckAt !== undefined && { lastAckAt }) }; },
    makeRoom: () => all().reduce((most, queue) => (queue.queuedBytes > most.queuedBytes ? queue : most)).spill(),
    async open() {
      if (storageOpened || typeof storage !== 'function') return storageOpened ?? (storage as SessionStorage); // set above when it is no function
      return storageOpening ??= storage().then((opened) => (storageOpened = opened)).finally(() => { storageOpening = undefined; }); // after a failure the next call tries again
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
  return host;
}
