/** What one storage object tells the others of its database. */
export interface Notice {
  /** Whose log, content or life changed. */
  readonly sessionId: string;
  /** That lines for it wait to be put into its log. */
  readonly pending?: true;
  /** That it was deleted, or its content was removed. */
  readonly gone?: true;
}

/** Tells storage objects, in this page and in other tabs, what changed. */
export interface Notices {
  /** Begins to listen to other tabs. */
  listen(): void;
  /** To be called once a change is stored. */
  tell(notice: Notice): void;
  /** Resolves after a change of a session, the signal, the close, or a while, because a tab that is killed tells nobody. */
  next(sessionId: string, since: number, signal: AbortSignal): Promise<void>;
  /** How many changes of a session were told so far; to be asked before its log is read. */
  count(sessionId: string): number;
  /** Wakes everybody, and hears nothing more once what is under way has been told. */
  close(untilTold: Promise<void>): Promise<void>;
}

/** How often a follower looks by itself, where other tabs can tell and where they cannot. */
const LOOK_MS = 5000;
const POLL_MS = 500;

/** @param onForeign - Called with what other storage objects tell. */
export function createNotices(databaseName: string, onForeign: (notice: Notice) => void): Notices {
  const counts = new Map<string, number>();
  const followers = new Map<string, Set<() => void>>();
  let channel: BroadcastChannel | undefined;
  let closed = false;
  const note = (sessionId: string): void => {
    counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1);
    for (const wake of followers.get(sessionId) ?? []) wake();
  };
  return {
    listen() {
      if (channel || closed || globalThis.BroadcastChannel === undefined) return;
      channel = new BroadcastChannel(`playhead ${databaseName}`);
      channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (!isNotice(data)) return;
        onForeign(data);
        note(data.sessionId);
      };
    },
    tell(notice) {
      note(notice.sessionId);
      channel?.postMessage(notice);
    },
    count: (sessionId) => counts.get(sessionId) ?? 0,
    next: (sessionId, since, signal) => new Promise((resolve) => {
      const waiting = followers.get(sessionId) ?? new Set();
      followers.set(sessionId, waiting);
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        waiting.delete(wake);
        if (waiting.size === 0) followers.delete(sessionId);
        resolve();
      };
      const timer = setTimeout(wake, channel ? LOOK_MS : POLL_MS);
      waiting.add(wake);
      signal.addEventListener('abort', wake);
      if (closed || signal.aborted || (counts.get(sessionId) ?? 0) !== since) wake();
    }),
    async close(untilTold) {
      closed = true;
      for (const waiting of followers.values()) for (const wake of waiting) wake();
      await untilTold;
      setTimeout(() => channel?.close(), 0); // behind what the last calls tell
    },
  };
}

function isNotice(value: unknown): value is Notice {
  return typeof value === 'object' && value !== null && 'sessionId' in value && typeof value.sessionId === 'string';
}
