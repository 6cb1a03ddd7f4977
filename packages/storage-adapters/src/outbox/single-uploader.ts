/** What this needs of the Web Locks of a browser. */
interface Locks {
  request(name: string, options: { signal: AbortSignal }, run: () => Promise<void>): Promise<unknown>;
}

/**
 * Lets one of several tabs of an origin send, and the next one when it is closed. Where there are no Web Locks everybody may: what is sent
 * twice is stored once.
 *
 * @param name - What is sent, and where to.
 * @param allow - Told when this one may.
 * @returns Gives the turn to the next.
 */
export function takeTurns(name: string, allow: (allowed: boolean) => void): () => void {
  const locks = locksOfPage();
  if (!locks) return () => {};
  allow(false);
  const ending = new AbortController();
  const held = new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve(), { once: true }));
  locks.request(name, { signal: ending.signal }, () => {
    allow(true);
    return held;
  }).catch(() => { if (!ending.signal.aborted) allow(true); }); // locks are refused here, as in a sandboxed frame
  return () => ending.abort();
}

/** Only of pages and their workers: what Node has under this name is for the threads of one process. */
function locksOfPage(): Locks | undefined {
  const { navigator, process } = globalThis as { navigator?: { locks?: Locks }; process?: { versions?: { node?: string } } }; // either may be missing
  return process?.versions?.node === undefined ? navigator?.locks : undefined;
}
