import type { SessionStorage } from '@playhead/protocol';

/** The session of the agent that started a server, as its own recording knows it. */
export interface HostSession {
  readonly harness: string;
  readonly harnessSessionId: string;
}

/** How often the storage is asked, in milliseconds. */
const EVERY_MS = 100;
/** An agent starts its servers while the first of its hooks is on its way: so long that one is waited for, in milliseconds. */
const LONGEST_MS = 5000;

/**
 * Finds the recording that hooks make of the agent that started this server: what it calls and what it tells of that belong together.
 *
 * @param signal - Ends the wait: nothing more will come.
 * @returns undefined where nobody records it, or too late.
 */
export async function findHostSession(storage: Pick<SessionStorage, 'list'>, { harness, harnessSessionId }: HostSession, signal: AbortSignal): Promise<string | undefined> {
  const until = performance.now() + LONGEST_MS;
  for (;;) {
    const { sessions } = await storage.list({ harness, harnessSessionId, limit: 100 });
    const [open] = sessions.filter(({ status }) => status === 'recording').sort((a, b) => (b.generation ?? 0) - (a.generation ?? 0));
    if (open) return open.sessionId;
    if (signal.aborted || performance.now() >= until) return undefined;
    await pause(signal);
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, EVERY_MS);
    signal.addEventListener('abort', done);
  });
}
