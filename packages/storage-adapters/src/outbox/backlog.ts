import type { SessionInfo, SessionQuery, SessionStorage } from '@playhead/protocol';
import { createUploadStates, type UploadStates } from './upload-state.ts';

/** A session of which something was not acknowledged. */
export interface WaitingUpload {
  readonly sessionId: string;
  /** How many bytes of its log, about. */
  readonly bytes: number;
}

/** How {@link findWaitingUploads} looks. */
export interface FindWaitingUploadsOptions {
  readonly local: SessionStorage;
  readonly remote: Pick<SessionStorage, 'name' | 'location'>;
  /** Looks only at so many sessions that began last. Default: all. */
  readonly newest?: number;
  readonly signal?: AbortSignal;
}

/**
 * Says which sessions wait to be sent to another storage, without asking that storage: sessions that were made private, which are told it
 * again and again, are not among them.
 *
 * @throws PlayheadError What the local storage reports.
 *
 * @example
 * ```ts
 * for await (const { sessionId, bytes } of findWaitingUploads({ local: fsStorage(), remote })) show(sessionId, bytes);
 * ```
 */
export async function* findWaitingUploads(options: FindWaitingUploadsOptions): AsyncGenerator<WaitingUpload> {
  const { local, remote, newest, signal } = options;
  const states = createUploadStates(local, remote);
  for await (const info of sessionsOf(local, {}, newest)) {
    if (signal?.aborted) return;
    const bytes = info.dropped ? undefined : await waitingBytes(local, states, info);
    if (bytes !== undefined) yield { sessionId: info.sessionId, bytes };
  }
}

/**
 * Says whether something of a session waits to be sent to another storage, without asking that storage. One that was made private does not.
 *
 * @throws PlayheadError What the local storage reports.
 *
 * @example
 * ```ts
 * const isWaiting = await isUploadWaiting({ local: fsStorage(), remote }, sessionId);
 * ```
 */
export async function isUploadWaiting({ local, remote }: Pick<FindWaitingUploadsOptions, 'local' | 'remote'>, sessionId: string): Promise<boolean> {
  const info = await local.get(sessionId);
  return info !== undefined && !info.dropped && (await waitingBytes(local, createUploadStates(local, remote), info)) !== undefined;
}

/** How much of a session waits. @returns Undefined when nothing does. */
export async function waitingBytes(local: SessionStorage, states: UploadStates, info: SessionInfo): Promise<number | undefined> {
  const state = await states.peek(info.sessionId);
  const bytes = Math.max(0, (info.bytes ?? 0) - (state?.bytes ?? 0));
  if (!state || state.events !== info.events) return bytes;
  return (await local.annotations(info.sessionId)).length > state.annotations ? 0 : undefined;
}

/** Sessions, newest first. */
export async function* sessionsOf(storage: SessionStorage, query: SessionQuery, newest: number = Infinity): AsyncGenerator<SessionInfo> {
  let left = newest;
  for (let cursor: string | undefined = ''; cursor !== undefined && left > 0;) {
    const page = await storage.list({ ...query, limit: Math.min(1000, left), ...(cursor !== '' && { cursor }) });
    yield* page.sessions;
    left -= page.sessions.length;
    cursor = page.next;
  }
}
