import { isPlayheadError, isUuid, type Annotation, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { checkLines, checkSessionId } from '../common/checks.ts';
import { storageClosed } from '../common/failures.ts';
import { checkTombstone } from '../common/tombstone.ts';
import { createAppendQueue, type SendLines } from '../http/append-queue.ts';
import { createHttpClient } from '../http/client.ts';
import { unreadable } from '../http/failures.ts';
import { followLog } from '../http/follow-log.ts';
import { assertDone, jsonBody, objectOf } from '../http/json-answer.ts';
import { listParameters, pageOf } from '../http/list-query.ts';
import type { HttpStorageOptions } from '../http/options.ts';
import { readLog } from '../http/read-log.ts';
import { rewriteLog } from '../http/rewrite-log.ts';
import { createHttpBlobs, createHttpDerived } from '../http/values.ts';

export type { HttpStorageOptions } from '../http/options.ts';

const NAME = 'http';

/** A storage on a Playhead server. */
export interface HttpStorage extends SessionStorage {
  /**
   * Hands lines to the browser in a request that outlives its page, for a page that is left: at most 64 KiB at a time, all requests together.
   * Nothing says whether they arrive. Keep them until `append` has resolved for them; a line that comes twice is stored once.
   */
  beacon(sessionId: string, lines: readonly string[]): void;
}

/**
 * Keeps sessions on a Playhead server. An append resolves when the server has the lines; calls that come while a request is under way
 * go together in the next one, in their order. A request that found no server or a busy one is sent again by itself, which is safe:
 * every line, value and note says by its own id what it is.
 *
 * Nothing is kept here: what the server did not take in the end, the caller must keep (`outboxStorage` does). Works wherever there is
 * `fetch`; in browsers on a page of the server itself, or of a host that it allows.
 *
 * @throws PlayheadError `usage` when the url is no address of a server, or the token none.
 *
 * @example
 * ```ts
 * const storage = httpStorage({ url: 'https://playhead.example.com', token: process.env['PLAYHEAD_TOKEN'] ?? '' });
 * const recorder = createRecorder({ storage });
 * ```
 */
export function httpStorage(options: HttpStorageOptions): HttpStorage {
  const { longPoll = false, onConflict } = options;
  const client = createHttpClient(options);
  const closing = new AbortController();
  const checkOpen = (): void => {
    if (closing.signal.aborted) throw storageClosed(NAME);
  };
  const send: SendLines = async (sessionId, lines, durability) => {
    const path = `/${sessionId}/records`;
    const query = new URLSearchParams({ existing: 'keep', ...(durability === 'fsync' && { durability }) });
    const bytes = bodyOf(lines);
    const { accepted, conflicts } = objectOf(await client.call({ method: 'POST', path, query, body: { bytes, type: 'application/x-ndjson' } }), path);
    if (typeof accepted !== 'number') throw unreadable(path); // something between answered: nothing says that it is stored
    if (typeof conflicts === 'number' && conflicts > 0) tell(() => onConflict?.({ sessionId, lines: conflicts }));
  };
  const queue = createAppendQueue(send);
  const annotations = async (sessionId: string): Promise<readonly Annotation[]> => {
    const path = `/${sessionId}/annotations`;
    const found = objectOf(await client.call({ method: 'GET', path }), path)['annotations'];
    return (Array.isArray(found) ? found : []) as unknown as Annotation[]; // the server's own answer
  };
  /** The same checks before every call that names a session. */
  const within = async <Result>(sessionId: string, run: () => Promise<Result>): Promise<Result> => {
    checkOpen();
    checkSessionId(sessionId);
    return run();
  };
  return {
    name: NAME,
    location: client.origin,
    capabilities: { live: longPoll ? 'poll' : 'push', appendSync: false, blobs: true, derived: true, annotations: true, multiProcess: true },
    create: (header, { at } = {}) => within(header.sessionId, async () => {
      const query = new URLSearchParams(at === undefined ? {} : { at: String(at) });
      const { sessionId, created } = objectOf(await client.call({ method: 'POST', path: '', query, body: jsonBody(header) }), 'the start of a session');
      if (typeof sessionId !== 'string' || typeof created !== 'boolean') throw unreadable('the start of a session');
      return { sessionId, created };
    }),
    append: (sessionId, lines, { durability = 'write', encoded = false } = {}) => within(sessionId, async () => {
      if (!encoded) checkLines(lines);
      await queue.append(sessionId, lines, durability);
    }),
    async *read(sessionId, readOptions = {}) {
      checkOpen();
      checkSessionId(sessionId);
      yield* readLog(client, sessionId, readOptions);
    },
    async *subscribe(sessionId, { from = '', signal }) {
      checkOpen();
      checkSessionId(sessionId);
      yield* followLog(client, sessionId, { from, signal: AbortSignal.any([signal, closing.signal]), longPoll });
    },
    async list(query = {}) {
      checkOpen();
      return pageOf(objectOf(await client.call({ method: 'GET', path: '', query: listParameters(query) }), 'the list of sessions'));
    },
    async get(sessionId) {
      checkOpen();
      if (!isUuid(sessionId)) return undefined;
      try {
        return objectOf(await client.call({ method: 'GET', path: `/${sessionId}` }), `/${sessionId}`)['session'] as unknown as SessionInfo; // the server's own answer
      } catch (error) {
        if (isPlayheadError(error, 'session_not_found')) return undefined;
        throw error;
      }
    },
    annotate: (sessionId, annotation) => within(sessionId, async () => {
      const path = `/${sessionId}/annotations`;
      assertDone(await client.call({ method: 'POST', path, body: jsonBody(annotation) }), path);
    }),
    annotations: (sessionId) => within(sessionId, () => annotations(sessionId)),
    async delete(sessionId) {
      checkOpen();
      if (isUuid(sessionId)) assertDone(await client.call({ method: 'DELETE', path: `/${sessionId}` }), `/${sessionId}`);
    },
    drop: (sessionId, line) => within(sessionId, async () => {
      checkTombstone(line);
      const path = `/${sessionId}/drop`;
      if (typeof objectOf(await client.call({ method: 'POST', path, body: jsonBody({ line }) }), path)['removed'] !== 'number') throw unreadable(path);
    }),
    rewrite: (sessionId, change, rewriteOptions = {}) => within(sessionId, async () => {
      await rewriteLog({ client, sessionId, change, options: rewriteOptions, annotations: () => annotations(sessionId) });
    }),
    heartbeat: (sessionId, producer) => within(sessionId, async () => void (await client.call({ method: 'POST', path: `/${sessionId}/heartbeats`, body: jsonBody({ producer }) }))),
    blobs: createHttpBlobs(client, checkOpen),
    derived: createHttpDerived(client, checkOpen),
    beacon(sessionId, lines) {
      if (closing.signal.aborted || !isUuid(sessionId)) return;
      client.beacon({ method: 'POST', path: `/${sessionId}/records`, query: new URLSearchParams({ existing: 'keep' }), body: { bytes: bodyOf(lines), type: 'application/x-ndjson' } });
    },
    async close() {
      closing.abort();
      await queue.idle();
    },
  };
}

function bodyOf(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
}

/** A listener's fault is not the storage's. */
function tell(listener: () => void): void {
  try {
    listener();
  } catch {
    // as said
  }
}
