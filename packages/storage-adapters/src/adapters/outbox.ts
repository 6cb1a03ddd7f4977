import { isUuid, PlayheadError, type SessionStorage } from '@playhead/protocol';
import { byteLength } from '../common/line-records.ts';
import { createBacklogWatch } from '../outbox/backlog-watch.ts';
import { createPageBeacon } from '../outbox/page-beacon.ts';
import { takeTurns } from '../outbox/single-uploader.ts';
import { keepAlive, later } from '../common/timer.ts';
import { untilAborted } from '../outbox/until-aborted.ts';
import { createUploadStates } from '../outbox/upload-state.ts';
import { createUploader, type UploaderOptions } from '../outbox/uploader.ts';
import type { HttpStorage } from './http.ts';
import type { UploadStatus } from '../outbox/upload-status.ts';

// Sending by hand, and what waits
export { findWaitingUploads, isUploadWaiting } from '../outbox/backlog.ts';
export type { FindWaitingUploadsOptions, WaitingUpload } from '../outbox/backlog.ts';
export { isSameServer } from '../outbox/same-server.ts';
export { uploadSession } from '../outbox/upload-session.ts';
export type { UploadedSession, UploadProgress, UploadSessionOptions } from '../outbox/upload-session.ts';
export type { RefusedUpload, UploadStatus } from '../outbox/upload-status.ts';

/** How {@link outboxStorage} works. */
export interface OutboxStorageOptions extends Pick<UploaderOptions, 'concurrency' | 'gatherMs' | 'onProgress' | 'onError'> {
  /** Where recordings are kept until they are acknowledged, and after. */
  readonly local: SessionStorage;
  /** Where they go. What a page recorded last is handed to its `beacon`, where it has one, when the page is left. */
  readonly remote: SessionStorage & Partial<Pick<HttpStorage, 'beacon'>>;
  /**
   * Of the sessions that others recorded to `local`, or that earlier processes left, how many that began last are looked after. Default: all, and what
   * others are recording is sent as it comes.
   */
  readonly newest?: number;
  /** How long `close` waits for what was not acknowledged, where the other storage answers: milliseconds. Default 5,000. */
  readonly closeTimeoutMs?: number;
}

/** A storage that sends what it keeps to another one. */
export interface OutboxStorage extends SessionStorage {
  /**
   * Resolves once everything that was recorded before the call is acknowledged by the other storage.
   *
   * @param options.signal - Ends the waiting, not the sending.
   * @param options.once - Whether the other storage is asked once, and its failure ends the waiting. Default false: it is asked again until it answers.
   * @throws PlayheadError `aborted`; `storage_closed`; why the other storage refuses a session, once all others are sent; with `once` also why it failed.
   */
  uploaded(options?: { readonly signal?: AbortSignal; readonly once?: boolean }): Promise<void>;
  /** What waits, and why. */
  status(): UploadStatus;
}

/**
 * Keeps sessions in one storage and sends them to another one in the background: nothing waits for it, and nothing is lost while it is away.
 *
 * Everything is written to and read from `local`; what it promises holds. Sessions are carried to `remote` with their values, annotations, rewrites and removals
 * by `drop`; `delete` removes the local copy only. What is not acknowledged when the process ends is sent by the next one. Any number of processes may
 * send the same sessions: each record is stored once. Both storages are closed with it.
 *
 * @example
 * ```ts
 * const storage = outboxStorage({ local: fsStorage(), remote });
 * const recorder = createRecorder({ storage });
 * ```
 */
export function outboxStorage(options: OutboxStorageOptions): OutboxStorage {
  const { local, remote, newest, closeTimeoutMs = 5000 } = options;
  const uploader = createUploader(options);
  const watch = createBacklogWatch({ local, states: createUploadStates(local, remote), uploader, newest });
  const beacon = remote.beacon && createPageBeacon(() => uploader.status().waitingSessions > 0, (sessionId, lines) => {
    const target = uploader.targetOf(sessionId); // a session that the server does not know yet has to wait
    if (target !== undefined) remote.beacon?.(target, lines);
  });
  let endTurn: (() => void) | undefined;
  let closing: Promise<void> | undefined;
  /** With the first call, not before: a storage may be made where it is never used, as on a server that draws a page. */
  const begin = (): void => {
    if (endTurn || closing) return;
    endTurn = takeTurns(`playhead-outbox ${local.name} ${local.location ?? ''} ${remote.name} ${remote.location ?? ''}`, uploader.allow);
    watch.begin();
    globalThis.addEventListener?.('online', uploader.retry); // a page is told when it has a network again
  };
  /** What was written waits from now on, also where the storage failed: some of it may be there. */
  const sending = async <Result>(sessionId: string, bytes: number, work: Promise<Result>): Promise<Result> => {
    begin();
    try {
      return await work;
    } finally {
      if (isUuid(sessionId)) uploader.wake(sessionId, bytes);
    }
  };
  const using = <Result>(work: Result): Result => {
    begin();
    return work;
  };

  return {
    name: local.name,
    ...(local.location !== undefined && { location: local.location }),
    capabilities: local.capabilities,
    async create(header, at) {
      begin();
      const made = await local.create(header, at);
      uploader.wake(made.sessionId);
      return made;
    },
    append(sessionId, lines, how) {
      beacon?.note(sessionId, lines);
      return sending(sessionId, sizeOf(lines), local.append(sessionId, lines, how));
    },
    ...(local.appendSync && {
      appendSync(sessionId: string, lines: readonly string[], how?: Parameters<SessionStorage['append']>[2]) {
        beacon?.note(sessionId, lines);
        local.appendSync?.(sessionId, lines, how);
        begin();
        uploader.wake(sessionId, sizeOf(lines));
      },
    }),
    read: (sessionId, how) => using(local.read(sessionId, how)),
    subscribe: (sessionId, how) => using(local.subscribe(sessionId, how)),
    list: (query) => using(local.list(query)),
    ...(local.survey && { survey: local.survey.bind(local) }),
    get: (sessionId) => using(local.get(sessionId)),
    annotate: (sessionId, annotation) => sending(sessionId, 0, local.annotate(sessionId, annotation)),
    annotations: (sessionId) => using(local.annotations(sessionId)),
    delete: (sessionId, why) => uploader.without(sessionId, () => local.delete(sessionId, why)),
    ...(local.sizes && { sizes: (how?: Parameters<NonNullable<SessionStorage['sizes']>>[0]) => using(local.sizes?.(how) ?? Promise.resolve(new Map<string, number>())) }),
    drop: (sessionId, line) => sending(sessionId, 0, uploader.without(sessionId, () => local.drop(sessionId, line))),
    rewrite: (sessionId, change, how) => sending(sessionId, 0, uploader.without(sessionId, () => local.rewrite(sessionId, change, how))),
    ...(local.heartbeat && {
      async heartbeat(sessionId: string, producer: string) {
        await local.heartbeat?.(sessionId, producer);
        const target = uploader.targetOf(sessionId);
        if (target !== undefined) remote.heartbeat?.(target, producer).catch(() => {}); // the next one comes in a minute
      },
    }),
    blobs: local.blobs,
    derived: local.derived,
    async uploaded({ signal, once = false } = {}) {
      if (closing) throw new PlayheadError('storage_closed', 'The outbox is closed. What was not acknowledged is kept, and is sent the next time.');
      begin();
      await untilAborted(watch.looked(), signal);
      await uploader.settled({ signal, once });
    },
    status() {
      begin();
      return uploader.status();
    },
    close() {
      closing ??= (async () => {
        if (uploader.status().waitingSessions > 0) await within(closeTimeoutMs, uploader.settled({ once: true }));
        beacon?.stop();
        watch.end();
        globalThis.removeEventListener?.('online', uploader.retry);
        endTurn?.();
        await uploader.close();
        await local.close();
        await within(closeTimeoutMs, remote.close());
      })();
      return closing;
    },
  };
}

/** Waits for a promise, whatever becomes of it, but not longer. */
async function within(milliseconds: number, promise: Promise<void>): Promise<void> {
  const release = keepAlive();
  let cancel: (() => void) | undefined;
  await Promise.race([promise.catch(() => {}), new Promise<void>((resolve) => { cancel = later(milliseconds, resolve); })]);
  cancel?.();
  release();
}

/** How many bytes lines take in a log. */
function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + byteLength(line) + 1, 0);
}
