import type { SessionInfo, SessionStorage } from '@playhead/protocol';
import { sessionsOf, waitingBytes } from './backlog.ts';
import { later } from '../common/timer.ts';
import type { UploadStates } from './upload-state.ts';
import type { Uploader } from './uploader.ts';

/** Looks for what others recorded to the same storage, and what was left of earlier processes. */
export interface BacklogWatch {
  /** Begins to look, and goes on. Later calls do nothing. */
  begin(): void;
  /** Resolves once the first look has ended. */
  looked(): Promise<void>;
  end(): void;
}

/** How often all sessions are looked at. */
const ALL_MS = 60_000;
/** How often those are that are being recorded, and those that began last: another tab may have ended them since. */
const OPEN_MS = 2000;
const LATEST = 20;
/** How many sessions are remembered, so that those nothing came to are not looked at again. */
const MOST_REMEMBERED = 100_000;

/**
 * Makes it.
 *
 * @param newest - Looks only at so many sessions that began last, and only once a minute.
 */
export function createBacklogWatch({ local, states, uploader, newest }: { local: SessionStorage; states: UploadStates; uploader: Uploader; newest: number | undefined }): BacklogWatch {
  const seen = new Map<string, number>(); // how many events a session had when nothing waited
  let ended = false;
  const cancels = new Map<number, () => void>(); // by how often they run
  let first: Promise<void> | undefined;

  const judge = async (info: SessionInfo): Promise<void> => {
    const { sessionId, events } = info;
    const mark = info.dropped ? -1 : events;
    if (uploader.waits(sessionId) || seen.get(sessionId) === mark) return;
    const bytes = info.dropped ? 0 : await waitingBytes(local, states, info);
    if (bytes !== undefined) uploader.wake(sessionId, bytes);
    if (seen.size >= MOST_REMEMBERED) seen.clear();
    if (bytes === undefined || info.dropped) seen.set(sessionId, mark);
  };
  const look = async (query: { status?: 'recording' }, most = newest): Promise<void> => {
    try {
      for await (const info of sessionsOf(local, query, most)) {
        if (ended) return;
        await judge(info).catch(() => {}); // deleted meanwhile, or not to be read: the next look shows
      }
    } catch {
      // the local storage is away: whoever records hears of it
    }
  };
  /** What another tab is to send waits here until it has: this one is not told. */
  const lookAtOthers = async (): Promise<void> => {
    for (const sessionId of uploader.leftToOthers()) {
      if (ended) return;
      await uploader.lookAgain(sessionId, async () => {
        const info = await local.get(sessionId);
        return info?.dropped ? 0 : info && waitingBytes(local, states, info);
      }).catch(() => {}); // not to be read: the next look shows
    }
  };
  const repeat = (milliseconds: number, run: () => Promise<void>): void => {
    if (ended) return;
    cancels.set(milliseconds, later(milliseconds, () => void run().then(() => repeat(milliseconds, run))));
  };

  const watch: BacklogWatch = {
    begin() {
      if (first || ended) return;
      first = look({});
      void first.then(() => {
        repeat(ALL_MS, () => look({}));
        if (newest === undefined) {
          repeat(OPEN_MS, async () => {
            await look({ status: 'recording' });
            await look({}, LATEST);
            await lookAtOthers();
          });
        }
      });
    },
    async looked() {
      watch.begin();
      await first;
    },
    end() {
      ended = true;
      for (const cancel of cancels.values()) cancel();
    },
  };
  return watch;
}
