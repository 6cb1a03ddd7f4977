import { isPlayheadError, type JsonObject, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import type { HarnessAdapter, HarnessHistory, HistoryPlace, HistorySession, SessionPlace, SessionRecording } from '@playhead/recorder';
import type { SerialQueue } from '../hooks/serial-queue.ts';
import { nameOf } from '../hooks/dropped-sessions.ts';
import { createHistoryKeeper, type HistoryKeeper, type HistoryReport } from './history-keeper.ts';
import { mayLackHistory } from './history-mark.ts';
import { payloadOf } from './told-place.ts';

/** Completes recordings with what harnesses kept themselves, behind the back of hooks. */
export interface HistoryTender {
  /** Hears of a payload that was stored. Returns at once. */
  heard(adapter: HarnessAdapter, payload: JsonObject): void;
  /**
   * Hears of a payload that could not be stored, as on a full disk: its session is completed, and made where it was not, once it can be.
   *
   * @param env - What the agent's environment says of recording.
   */
  missed(adapter: HarnessAdapter, payload: JsonObject, env: SessionPlace['env']): void;
  /**
   * Makes up for a session of which hooks found no room anywhere.
   *
   * @param session - The harness's own id of it.
   * @returns What became of it; undefined while it cannot be read or stored yet.
   */
  makeUp(adapter: HarnessAdapter, session: string, env: SessionPlace['env']): Promise<'recorded' | 'not_recorded' | undefined>;
  /** Hears that a session is private: what was missed of it stays missed. */
  leave(name: string): void;
  /**
   * Completes what the last server did not: sessions still being recorded when it ended, or ended just before. Ends what has been silent since.
   *
   * @param backlog - Settled once what came while no server ran was handed over: a session that was resumed meanwhile has its next recording by then.
   */
  catchUp(adapters: readonly HarnessAdapter[], backlog?: Promise<unknown>): Promise<void>;
  /** Reads at once what it still waited to read, for no longer than it was given, and stops. */
  close(): Promise<void>;
}

/** What a tender works with. */
export interface HistoryTenderOptions {
  readonly storage: SessionStorage;
  readonly recordingOf: (place?: SessionPlace) => SessionRecording;
  readonly onError: (error: unknown) => void;
  /** Reads one session at a time, with whoever else reads histories. */
  readonly queue: SerialQueue;
  /** Called every few milliseconds of work: it goes on once this resolves. */
  readonly quiet: () => Promise<void>;
  /** Says where harnesses keep their files, as for their own programs. */
  readonly places: HistoryPlace['env'];
  /** The version of this server. */
  readonly version: string;
  /** How long it waits for the harness to have written what its hook told of, in milliseconds. Default 1,000. */
  readonly delayMs?: number;
  /** How often it tries again what could not be stored, in milliseconds. Default 10,000. */
  readonly retryMs?: number;
  /** How long {@link HistoryTender.close} may read, in milliseconds; the next start goes on with what is left. Default 2,000. */
  readonly closingMs?: number;
}

/** So many sessions are remembered as to how far they were read; others are read from their beginning again. */
const MOST_KEEPERS = 32;
/** So many sessions of which something could not be stored are remembered. */
const MOST_MISSED = 1024;

/** Makes a tender. It reads one session at a time, so that it takes little of the machine. */
export function createHistoryTender({ storage, recordingOf, onError, queue, quiet, places, version, delayMs = 1000, retryMs = 10_000, closingMs = 2000 }: HistoryTenderOptions): HistoryTender {
  const keepers = new Map<string, HistoryKeeper>();
  const due = new Map<string, { readonly timer: ReturnType<typeof setTimeout>; readonly read: () => Promise<void> }>();
  const missing = new Map<string, () => Promise<void>>();
  const closing = new AbortController();
  let retry: ReturnType<typeof setTimeout> | undefined;
  let catching: Promise<void> = Promise.resolve();

  async function complete(adapter: HarnessAdapter, history: HarnessHistory, payload: JsonObject, finish: boolean): Promise<void> {
    const session = await history.ofPayload(payload);
    if (!session || closing.signal.aborted) return;
    const { harness } = adapter;
    const name = nameOf(harness, session.harnessSessionId);
    const keeper = keepers.get(name) ?? createHistoryKeeper(session, { storage, recordingOf, version, adapter: { harness, history } });
    keepers.delete(name); // put back as the youngest, once it went well
    await keeper.run({ signal: closing.signal, finish, quiet });
    if (!finish) keepers.set(name, keeper);
    for (const oldest of keepers.keys()) {
      if (keepers.size <= MOST_KEEPERS) break;
      keepers.delete(oldest);
    }
  }

  const later = (adapter: HarnessAdapter, history: HarnessHistory, payload: JsonObject, finish: boolean): Promise<void> =>
    queue.run(() => complete(adapter, history, payload, finish)).catch((error: unknown) => {
      if (closing.signal.aborted) return;
      onError(error);
      const session = adapter.sessionOf(payload);
      if (session !== undefined && storesNothing(error)) remember(nameOf(adapter.harness, session), () => complete(adapter, history, payload, true));
    });

  /** Reads a session of which hooks could not be stored. One that stays without a recording, since somebody opted out, is done with. */
  async function readMissed(adapter: HarnessAdapter, history: HarnessHistory, session: HistorySession | undefined, env: SessionPlace['env']): Promise<HistoryReport | undefined> {
    const wanted: typeof recordingOf = (place) => recordingOf({ ...place, ...(env && { env }) });
    return session && createHistoryKeeper(session, { storage, recordingOf: wanted, version, adapter: { harness: adapter.harness, history } }).run({ signal: closing.signal, create: true, finish: true, quiet });
  }

  function remember(name: string, read: () => Promise<void>): void {
    if (missing.size >= MOST_MISSED && !missing.has(name)) return;
    missing.set(name, read);
    retryLater();
  }

  async function tryMissing(): Promise<void> {
    retry = undefined;
    for (const [name, read] of missing) {
      if (closing.signal.aborted) return;
      try {
        await queue.run(async () => (missing.get(name) === read ? read() : undefined));
        if (missing.get(name) === read) missing.delete(name);
      } catch (error) {
        if (storesNothing(error)) break; // that was told when it was missed
        missing.delete(name);
        if (!closing.signal.aborted) onError(error);
      }
    }
    retryLater();
  }

  function retryLater(): void {
    if (missing.size === 0 || retry !== undefined || closing.signal.aborted) return;
    retry = setTimeout(() => void tryMissing(), retryMs);
    retry.unref?.();
  }

  async function catchAll(adapters: readonly HarnessAdapter[]): Promise<void> {
    for (const adapter of adapters) {
      const { history, harness } = adapter;
      if (!history || closing.signal.aborted) continue;
      for (const session of await unfinished(storage, harness)) await later(adapter, history, payloadOf(session), true);
    }
  }

  return {
    missed(adapter, payload, env) {
      const { history } = adapter;
      const session = adapter.sessionOf(payload);
      if (!history || session === undefined || closing.signal.aborted) return;
      remember(nameOf(adapter.harness, session), async () => void (await readMissed(adapter, history, await history.ofPayload(payload), env)));
    },
    makeUp: (adapter, session, env) => queue.run(async () => {
      const { history } = adapter;
      if (!history?.named) return 'not_recorded';
      const found = await history.named(session, { env: places, signal: closing.signal });
      const report = await readMissed(adapter, history, found, env).catch((error: unknown) => {
        if (!storesNothing(error)) throw error;
        return undefined; // that was told when it was missed
      });
      if (!report || report.skipped === 'empty') return undefined;
      return report.skipped === undefined ? 'recorded' : 'not_recorded';
    }),
    leave: (name) => void missing.delete(name),
    heard(adapter, payload) {
      const { history } = adapter;
      const name = history?.isDue(payload) === true ? adapter.sessionOf(payload) : undefined;
      if (!history || name === undefined || closing.signal.aborted) return;
      clearTimeout(due.get(name)?.timer);
      const read = (): Promise<void> => {
        due.delete(name);
        return later(adapter, history, payload, false);
      };
      const timer = setTimeout(() => void read(), delayMs);
      timer.unref?.();
      due.set(name, { timer, read });
    },
    async catchUp(adapters, backlog) {
      await backlog?.catch(() => undefined); // nothing more will come of it
      catching = catchAll(adapters);
      await catching;
    },
    async close() {
      const enough = setTimeout(() => closing.abort(), closingMs);
      for (const { timer, read } of due.values()) {
        clearTimeout(timer);
        void read();
      }
      clearTimeout(retry);
      await tryMissing();
      await catching.catch(() => undefined); // who began it hears of that
      await queue.idle();
      clearTimeout(enough);
      closing.abort();
    },
  };
}

/** Whether nothing can be stored at the moment. */
function storesNothing(error: unknown): boolean {
  return isPlayheadError(error, 'storage_full') || isPlayheadError(error, 'storage_unavailable');
}

/** Sessions that nobody ended as far as the storage was told, or whose harness's own files were not read since. */
async function unfinished(storage: SessionStorage, harness: string): Promise<readonly SessionInfo[]> {
  const found: SessionInfo[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page = await storage.list({ harness, limit: 1000, ...(cursor !== '' && { cursor }) });
    for (const session of page.sessions) {
      const { sessionId, stoppedAt, dropped } = session;
      if (!dropped && (stoppedAt === undefined || (isKept(session) && (await mayLackHistory(storage, sessionId))))) found.push(session);
    }
    cursor = page.next;
  }
  return found;
}

/** Whether it is known where the harness keeps a session. */
function isKept(session: SessionInfo): boolean {
  return payloadOf(session)['transcript_path'] !== undefined;
}
