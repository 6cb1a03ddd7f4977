import { isPlayheadError, PlayheadError, type SessionStorage } from '@playhead/protocol';
import { isLastingFailure } from './lasting-failure.ts';
import { retryDelay } from './retry-delay.ts';
import { keepAlive, later } from '../common/timer.ts';
import { untilAborted } from './until-aborted.ts';
import { createUploadStates } from './upload-state.ts';
import { carrySession, type UploadProgress } from './upload-session.ts';
import { refusalOf, type RefusedUpload, type UploadStatus } from './upload-status.ts';

/** How an uploader works. */
export interface UploaderOptions {
  readonly local: SessionStorage;
  readonly remote: SessionStorage;
  /** How many sessions are sent at once. Default 4. */
  readonly concurrency?: number;
  /** How long lines are gathered before they are sent, in milliseconds. Default 200. */
  readonly gatherMs?: number;
  readonly onProgress?: (progress: UploadProgress) => void;
  /** Told of every failure. */
  readonly onError?: (error: PlayheadError) => void;
  /** From 0 to below 1. Default `Math.random`. */
  readonly random?: () => number;
}

/** Carries sessions to another storage in the background, again and again, until it is closed. */
export interface Uploader {
  /** Says that a session has something to send, about so many bytes. */
  wake(sessionId: string, bytes?: number): void;
  /** Whether a session waits, or is being sent. */
  waits(sessionId: string): boolean;
  /** Runs something on a session while nothing of it is being sent. */
  without<Result>(sessionId: string, run: () => Promise<Result>): Promise<Result>;
  /**
   * Resolves once everything that the sessions had to send at the call is acknowledged.
   *
   * @param options.once - Whether each is tried once, and a failure ends the waiting. Default false: until they are through.
   * @throws PlayheadError `aborted`; why a session is refused, or failed the one time, once all others are through.
   */
  settled(options?: { readonly signal?: AbortSignal | undefined; readonly once?: boolean }): Promise<void>;
  /** Whether anything is sent at all: another uploader may be at work on the same sessions. Default true. */
  allow(allowed: boolean): void;
  /** What waits for another uploader to send it, at most 100 sessions: none where this one may. */
  leftToOthers(): readonly string[];
  /** Looks how much of such a session still waits, as the other one may have sent it: bytes, undefined when nothing does. */
  lookAgain(sessionId: string, waitingBytes: () => Promise<number | undefined>): Promise<void>;
  /** Asks the remote storage now, though it failed a moment ago: it may be back. */
  retry(): void;
  /** The id under which the remote storage has a session, once it is known to have it. */
  targetOf(sessionId: string): string | undefined;
  status(): UploadStatus;
  /** Ends what is being sent. */
  close(): Promise<void>;
}

interface Entry {
  /** Counts what was said to be sent. */
  wanted: number;
  /** Up to which count it is acknowledged. */
  done: number;
  bytes: number;
  /** When it may be sent: milliseconds. */
  due: number;
  failures: number;
  /** Somebody waits for it: it is not gathered, and sent by whoever is asked. */
  urgent: boolean;
  running: Promise<void> | undefined;
  stop: AbortController | undefined;
  /** How many keep it from being sent. */
  held: number;
  refused: RefusedUpload | undefined;
  /** The last failure. */
  failure: PlayheadError | undefined;
  /** How often it was tried. */
  tries: number;
}

const REFUSED_MS = 10 * 60_000;
const MOST_REFUSED_SHOWN = 20;
const MOST_LEFT = 100;
/** How many sessions are known to be there. */
const MOST_KNOWN = 10_000;

/** Makes an uploader. It does nothing before it is woken. */
export function createUploader(options: UploaderOptions): Uploader {
  const { local, remote, concurrency = 4, gatherMs = 200, onProgress, onError, random = Math.random } = options;
  const states = createUploadStates(local, remote);
  const entries = new Map<string, Entry>();
  const targets = new Map<string, string>();
  const known = new Set<string>();
  const listeners = new Set<() => void>();
  let allowed = true;
  let closed = false;
  let running = 0;
  let failures = 0; // of the storage as a whole, in a row
  let notBefore = 0;
  let lastAckAt: number | undefined;
  let lastError: UploadStatus['lastError'];
  let cancel: (() => void) | undefined;

  const changed = (): void => { for (const listener of listeners) listener(); };
  const entryOf = (sessionId: string): Entry => {
    const standing = entries.get(sessionId);
    if (standing) return standing;
    const made: Entry = { wanted: 0, done: 0, bytes: 0, due: 0, failures: 0, urgent: false, running: undefined, stop: undefined, held: 0, refused: undefined, failure: undefined, tries: 0 };
    entries.set(sessionId, made);
    return made;
  };
  const tell = (error: PlayheadError): void => {
    try {
      onError?.(error);
    } catch {
      // a listener's fault is not ours
    }
  };
  const acknowledged = (): void => {
    failures = 0;
    notBefore = 0;
    lastAckAt = Date.now() * 1000;
    lastError = undefined;
  };

  const failed = (sessionId: string, entry: Entry, error: PlayheadError): void => {
    lastError = { code: error.code, message: error.message, at: Date.now() * 1000 };
    entry.failures += 1;
    entry.failure = error;
    if (isLastingFailure(error)) {
      entry.refused = refusalOf(sessionId, error);
      entry.due = Date.now() + REFUSED_MS;
      tell(new PlayheadError(error.code, entry.refused.message, { cause: error }));
      return;
    }
    failures += 1;
    entry.due = Date.now() + retryDelay(entry.failures, random);
    notBefore = Date.now() + retryDelay(failures, random);
    tell(error);
  };

  const run = async (sessionId: string, entry: Entry): Promise<void> => {
    const stop = new AbortController();
    const { wanted, bytes } = entry;
    entry.stop = stop;
    entry.refused = undefined;
    try {
      const { target, status } = await carrySession(sessionId, {
        local, remote, states, signal: stop.signal,
        isKnown: (id) => known.has(id),
        onProgress(progress) {
          acknowledged();
          entry.bytes = Math.max(0, progress.waitingBytes);
          entry.failures = 0;
          onProgress?.(progress);
        },
      });
      acknowledged();
      if (known.size >= MOST_KNOWN) { known.clear(); targets.clear(); }
      if (status !== 'dropped') { known.add(target); targets.set(sessionId, target); }
      entry.done = wanted;
      entry.failures = 0;
      entry.bytes = Math.max(0, entry.wanted > wanted ? entry.bytes - bytes : 0);
      if (entry.wanted === wanted) entries.delete(sessionId);
      else entry.due = Date.now() + gatherMs;
      entry.urgent = false;
    } catch (error) {
      if (stop.signal.aborted) return;
      const failure = isPlayheadError(error) ? error : new PlayheadError('internal', `Session ${sessionId} was not sent, by a fault of Playhead itself. It is tried again.`, { cause: error });
      known.delete(targets.get(sessionId) ?? sessionId);
      if (failure.code === 'session_not_found' && !(await local.get(sessionId).catch(() => true))) entries.delete(sessionId); // deleted here: nothing is left to send
      else failed(sessionId, entry, failure);
    }
  };

  const start = (sessionId: string, entry: Entry): void => {
    running += 1;
    entry.tries += 1;
    entry.running = run(sessionId, entry).finally(() => {
      running -= 1;
      entry.running = undefined;
      entry.stop = undefined;
      changed();
      pump();
    });
  };

  const pump = (): void => {
    cancel?.();
    cancel = undefined;
    if (closed) return;
    const now = Date.now();
    const most = failures > 0 ? 1 : concurrency; // one asks whether the storage is back
    let next = Infinity;
    for (const [sessionId, entry] of entries) {
      if (running >= most) return; // whoever ends goes on
      if (entry.running || entry.held > 0 || (!allowed && !entry.urgent) || entry.wanted === entry.done) continue;
      const at = Math.max(entry.due, notBefore);
      if (at <= now) start(sessionId, entry);
      else next = Math.min(next, at);
    }
    if (next < Infinity) cancel = later(next - now, pump);
  };

  const closedError = (): PlayheadError => new PlayheadError('storage_closed', 'The outbox is closed. What was not acknowledged is kept here, and is sent the next time.');

  return {
    wake(sessionId, bytes = 0) {
      if (closed) return;
      const entry = entryOf(sessionId);
      const wasIdle = entry.wanted === entry.done;
      entry.wanted += 1;
      entry.bytes += bytes;
      if (wasIdle && !entry.running) entry.due = Date.now() + gatherMs;
      if (wasIdle || !cancel) pump();
    },
    waits: (sessionId) => entries.has(sessionId),
    retry() {
      notBefore = 0;
      for (const entry of entries.values()) if (!entry.refused && entry.failures > 0) entry.due = 0;
      pump();
    },
    async without(sessionId, work) {
      const entry = entryOf(sessionId);
      entry.held += 1;
      entry.stop?.abort();
      await entry.running;
      try {
        return await work();
      } finally {
        entry.held -= 1;
        if (entry.held === 0 && entry.wanted === entry.done) entries.delete(sessionId);
        pump();
      }
    },
    async settled({ signal, once = false } = {}) {
      const targeted = new Map([...entries].map(([sessionId, { wanted, tries }]) => [sessionId, { wanted, tries }]));
      for (const entry of entries.values()) {
        if (entry.refused || once) entry.due = 0; // asked again: something may have been done about it
        entry.refused = undefined;
      }
      if (once) notBefore = 0;
      const release = keepAlive();
      let wakeUp: (() => void) | undefined;
      const listener = (): void => wakeUp?.();
      listeners.add(listener);
      try {
        for (;;) {
          if (closed) throw closedError();
          const changing = new Promise<void>((resolve) => { wakeUp = resolve; });
          const open = [...targeted].flatMap(([sessionId, { wanted, tries }]) => {
            const entry = entries.get(sessionId);
            return entry && entry.done < wanted ? [{ entry, isOver: entry.refused !== undefined || (once && entry.failures > 0 && entry.tries > tries && !entry.running) }] : [];
          });
          const [first] = open;
          if (!first) return;
          if (open.every(({ isOver }) => isOver) || (once && failures > 0 && running === 0 && open.some(({ isOver }) => isOver))) {
            const { refused, failure } = (open.find(({ entry }) => entry.refused) ?? first).entry;
            throw refused ? new PlayheadError(refused.code, refused.message) : (failure ?? closedError());
          }
          for (const { entry } of open) {
            entry.urgent = true;
            if (entry.failures === 0) entry.due = 0;
          }
          pump();
          await untilAborted(changing, signal);
        }
      } finally {
        release();
        listeners.delete(listener);
      }
    },
    allow(now) {
      allowed = now;
      pump();
    },
    leftToOthers: () => allowed ? [] : [...entries].filter(([, entry]) => !entry.running && entry.held === 0).slice(0, MOST_LEFT).map(([sessionId]) => sessionId),
    async lookAgain(sessionId, waitingBytes) {
      const entry = entries.get(sessionId);
      if (!entry) return;
      const { wanted } = entry; // what was said before the look is in what is looked at
      const bytes = await waitingBytes();
      if (allowed || entries.get(sessionId) !== entry || entry.running || entry.held > 0) return;
      if (entry.wanted === wanted) entry.bytes = bytes ?? 0;
      if (bytes !== undefined) return;
      entry.done = wanted;
      if (entry.wanted === wanted) entries.delete(sessionId);
      changed();
    },
    targetOf: (sessionId) => targets.get(sessionId),
    status() {
      const waiting = [...entries.values()];
      return {
        waitingSessions: waiting.length,
        waitingBytes: waiting.reduce((sum, { bytes }) => sum + bytes, 0),
        ...(lastAckAt !== undefined && { lastAckAt }),
        ...(lastError && { lastError }),
        refused: waiting.flatMap(({ refused }) => refused ?? []).slice(0, MOST_REFUSED_SHOWN),
      };
    },
    async close() {
      closed = true;
      cancel?.();
      const ending = [...entries.values()];
      for (const { stop } of ending) stop?.abort();
      changed();
      await Promise.allSettled(ending.map((entry) => entry.running));
    },
  };
}
